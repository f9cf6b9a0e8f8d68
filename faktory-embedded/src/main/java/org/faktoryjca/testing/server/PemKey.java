package org.faktoryjca.testing.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A private key from a PEM file: in PKCS #8, which Java reads, or in the older forms that openssl writes for RSA
 * (PKCS #1) and elliptic curves (SEC 1), which are wrapped into it.
 */
final class PemKey {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (?<kind>[A-Z ]*PRIVATE KEY)-----(?<base64>[^-]+)-----END");
    private static final byte[] RSA = {
        0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };
    private static final byte[] ELLIPTIC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private PemKey() {}

    static PrivateKey read(Path file, String algorithm) throws GeneralSecurityException {
        var block = BLOCK.matcher(text(file));
        if (!block.find()) {
            throw new IllegalArgumentException(
                    file
                            + " holds no private key that can be read; it must be PEM, unencrypted, -----BEGIN PRIVATE KEY-----");
        }
        var der = Base64.getMimeDecoder().decode(block.group("base64"));
        var pkcs8 = switch (block.group("kind")) {
            case "PRIVATE KEY" -> der;
            case "RSA PRIVATE KEY" -> wrapped(RSA, der);
            case "EC PRIVATE KEY" -> wrapped(concat(ELLIPTIC, curve(der)), der);
            default ->
                throw new IllegalArgumentException(file + " holds a key of a kind that cannot be read: "
                        + block.group("kind") + "; openssl pkcs8 -topk8 -nocrypt makes a good one of it");
        };
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeySpecException(
                    "the key is none of the kind " + algorithm + ", as the certificate's is", e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw Unreadable.of(file.toString(), e);
        }
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, concat(VERSION_0, concat(der(SEQUENCE, algorithm), der(OCTETS, key))));
    }

    /** The curve's identifier, which stands behind version and key: {@code SEQUENCE { 1, key, [0] curve, … }}. */
    private static byte[] curve(byte[] der) throws GeneralSecurityException {
        try {
            var in = ByteBuffer.wrap(der);
            in.get();
            length(in);
            while (in.hasRemaining()) {
                var tag = in.get() & 0xff;
                var length = length(in);
                if (length < 0 || length > in.remaining()) {
                    break;
                }
                var value = new byte[length];
                in.get(value);
                if (tag == PARAMETERS) {
                    return value;
                }
            }
        } catch (BufferUnderflowException e) {
            throw new GeneralSecurityException("the key ends too early", e);
        }
        throw new GeneralSecurityException("the key does not name its curve");
    }

    private static int length(ByteBuffer in) {
        var first = in.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        var length = 0;
        for (var i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | in.get() & 0xff;
        }
        return length;
    }

    private static byte[] der(int tag, byte[] value) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (value.length < 0x80) {
            out.write(value.length);
        } else if (value.length < 0x100) {
            // The shorter form must be taken where it will do.
            out.write(0x81);
            out.write(value.length);
        } else {
            out.write(0x82);
            out.write(value.length >> 8);
            out.write(value.length);
        }
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
