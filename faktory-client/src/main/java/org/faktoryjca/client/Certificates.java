package org.faktoryjca.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.client.settings.Secret;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.StoreSettings;

/** Whom to trust, and who we are: stores read from files, PKCS12, JKS or PEM, told by their content. */
final class Certificates {
    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final String PEM = "-----BEGIN ";
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final int JKS_MAGIC = 0xFE;

    private Certificates() {}

    static SSLContext context(ServerSettings settings) {
        if (settings.trustStore().isEmpty() && settings.keyStore().isEmpty()) {
            return jdkDefault();
        }
        var trusted = settings.trustStore().map(store -> read("trustStore", store));
        var own = settings.keyStore();
        try {
            var context = SSLContext.getInstance("TLS");
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted.orElse(null));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own.map(store -> read("keyStore", store)).orElse(null), password(own));
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new CannotConnectException(
                    ErrorCode.INVALID_KEY_STORE, "trustStore and keyStore cannot be used: " + e.getMessage(), e);
        }
    }

    private static SSLContext jdkDefault() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new CannotConnectException(
                    ErrorCode.INVALID_KEY_STORE, "the JDK's own trust store cannot be used: " + e.getMessage(), e);
        }
    }

    private static char[] password(Optional<StoreSettings> store) {
        return store.flatMap(StoreSettings::password)
                .map(Secret::reveal)
                .orElse("")
                .toCharArray();
    }

    private static KeyStore read(String setting, StoreSettings settings) {
        try {
            var bytes = Files.readAllBytes(Path.of(settings.path()));
            var text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.contains(PEM) ? pem(text, password(Optional.of(settings))) : binary(bytes, settings);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new CannotConnectException(
                    ErrorCode.INVALID_KEY_STORE, "%s %s cannot be read: %s".formatted(setting, settings.path(), e), e);
        }
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
            throw new IOException("its private key is not in plain PKCS #8 form (BEGIN PRIVATE KEY)");
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
