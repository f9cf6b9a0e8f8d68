package org.faktoryjca.client.settings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;

/** Stores of certificates and keys, read from files: PKCS12, JKS or PEM, told by their content. */
public final class KeyStores {
    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final String PEM = "-----BEGIN ";
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final int JKS_MAGIC = 0xFE;

    private KeyStores() {}

    /**
     * Reads certificates to trust.
     *
     * @throws CannotConnectException if there are none
     */
    public static KeyStore trusted(StoreSettings settings) {
        return read(Setting.TRUST_STORE, settings, (store, alias) -> true, "certificate to trust");
    }

    /**
     * Reads a certificate and its key.
     *
     * @throws CannotConnectException if there is none
     */
    public static KeyStore own(StoreSettings settings) {
        return read(
                Setting.KEY_STORE,
                settings,
                (store, alias) -> store.isKeyEntry(alias) && store.getKey(alias, password(settings)) != null,
                "private key, by which a certificate is one's own");
    }

    /** What opens a store, and the keys in it; empty where nothing must. */
    public static char[] password(StoreSettings settings) {
        return settings.password().map(Secret::reveal).orElse("").toCharArray();
    }

    /** Whether an entry is of the kind that is looked for. */
    private interface Wanted {
        boolean is(KeyStore store, String alias) throws GeneralSecurityException;
    }

    private static KeyStore read(Setting setting, StoreSettings settings, Wanted wanted, String what) {
        try {
            var bytes = Files.readAllBytes(Path.of(settings.path()));
            var text = new String(bytes, StandardCharsets.ISO_8859_1);
            var store = text.contains(PEM) ? pem(text, password(settings)) : binary(bytes, settings);
            for (var alias : Collections.list(store.aliases())) {
                if (wanted.is(store, alias)) {
                    return store;
                }
            }
            throw new IOException("it holds no " + what);
        } catch (NoSuchFileException e) {
            throw unreadable(setting, settings, "there is no such file", e);
        } catch (AccessDeniedException e) {
            throw unreadable(setting, settings, "this process may not read it", e);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable(setting, settings, e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static CannotConnectException unreadable(Setting setting, StoreSettings settings, String why, Exception e) {
        return new CannotConnectException(
                ErrorCode.INVALID_KEY_STORE,
                "%s %s cannot be read: %s".formatted(setting.key(), settings.path(), why),
                e);
    }

    private static KeyStore binary(byte[] bytes, StoreSettings settings) throws GeneralSecurityException, IOException {
        var jks = bytes.length > 1 && (bytes[0] & 0xff) == JKS_MAGIC && (bytes[1] & 0xff) == 0xED;
        var store = KeyStore.getInstance(jks ? "JKS" : "PKCS12");
        store.load(
                new ByteArrayInputStream(bytes),
                settings.password().map(secret -> secret.reveal().toCharArray()).orElse(null));
        return store;
    }

    private static KeyStore pem(String text, char[] password) throws GeneralSecurityException, IOException {
        var chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificates(text)))
                .toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new IOException("it holds no certificate");
        }
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var key = PEM_KEY.matcher(text);
        if (key.find()) {
            store.setKeyEntry("own", privateKey(key.group(1)), password, chain);
        } else if (text.contains("PRIVATE KEY-----")) {
            throw new IOException("its private key is not in plain PKCS #8 form (BEGIN PRIVATE KEY), of which"
                    + " 'openssl pkcs8 -topk8 -nocrypt' makes one");
        } else {
            for (int i = 0; i < chain.length; i++) {
                store.setCertificateEntry("trusted-" + i, chain[i]);
            }
        }
        return store;
    }

    /** The certificates alone: the factory stops at anything else. */
    private static byte[] certificates(String text) {
        var found = new StringBuilder();
        var matcher = Pattern.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", Pattern.DOTALL)
                .matcher(text);
        while (matcher.find()) {
            found.append(matcher.group()).append('\n');
        }
        return found.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static PrivateKey privateKey(String base64) throws GeneralSecurityException {
        var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        for (var algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // Of another kind: the next algorithm may know it.
                continue;
            }
        }
        throw new InvalidKeySpecException("its private key is of none of " + KEY_ALGORITHMS);
    }
}
