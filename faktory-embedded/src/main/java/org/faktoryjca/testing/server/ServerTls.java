package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The server's side of TLS, from the two PEM files that the real server has. */
final class ServerTls {

    private static final String CERTIFICATE = "public.cert.pem";
    private static final String KEY = "private.key.pem";

    /** Guards the key in memory, where nobody else looks. */
    private static final char[] IN_MEMORY = "in memory".toCharArray();

    private final SSLContext context;

    private ServerTls(SSLContext context) {
        this.context = context;
    }

    /** From a directory with the names that the real server looks for. */
    static ServerTls in(Path directory) {
        return of(directory.resolve(CERTIFICATE), directory.resolve(KEY));
    }

    /** Refuses files that are not there or not PEM, by their names. */
    static ServerTls of(Path certificate, Path key) {
        try {
            var chain = chain(certificate);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            var secret = PemKey.read(key, chain[0].getPublicKey().getAlgorithm());
            requirePair(chain[0].getPublicKey(), secret);
            store.setKeyEntry("server", secret, IN_MEMORY, chain);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, IN_MEMORY);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new ServerTls(context);
        } catch (IOException e) {
            throw Unreadable.of(certificate + " or " + key, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "no TLS with the certificate " + certificate + " and the key " + key + ": " + e.getMessage(), e);
        }
    }

    /** Not yet bound. */
    ServerSocket socket() throws IOException {
        return context.getServerSocketFactory().createServerSocket();
    }

    /** Java would take any two, and fail each handshake. */
    private static void requirePair(PublicKey open, PrivateKey secret) throws GeneralSecurityException {
        var signature = Signature.getInstance(
                switch (open.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> open.getAlgorithm();
                });
        var text = "one key's two halves".getBytes(StandardCharsets.UTF_8);
        signature.initSign(secret);
        signature.update(text);
        var signed = signature.sign();
        signature.initVerify(open);
        signature.update(text);
        if (!signature.verify(signed)) {
            throw new InvalidKeyException("the key is not that of the certificate");
        }
    }

    private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        var pem = PemKey.text(file);
        if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IllegalArgumentException(
                    file + " holds no certificate; it must be PEM, -----BEGIN CERTIFICATE-----");
        }
        try (var in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
        }
    }
}
