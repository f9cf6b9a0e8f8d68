package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for localhost, signed by nobody but itself, made by the JDK's keytool.
 *
 * @param directory where {@code public.cert.pem} and {@code private.key.pem} lie
 */
record TestCertificate(Path directory, Certificate certificate, Key privateKey) {

    private static final String OPENS = "changeit";

    static TestCertificate in(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        return in(directory, "EC");
    }

    static TestCertificate in(Path directory, String algorithm)
            throws IOException, GeneralSecurityException, InterruptedException {
        return made(directory, algorithm, List.of());
    }

    static TestCertificate in(Path directory, String algorithm, String curve)
            throws IOException, GeneralSecurityException, InterruptedException {
        return made(directory, algorithm, List.of("-groupname", curve));
    }

    private static TestCertificate made(Path directory, String algorithm, List<String> more)
            throws IOException, GeneralSecurityException, InterruptedException {
        var file = directory.resolve(algorithm + ".p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ArrayList<>(List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                OPENS));
        command.addAll(more);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        var store = KeyStore.getInstance(file.toFile(), OPENS.toCharArray());
        var made = new TestCertificate(
                directory, store.getCertificate("server"), store.getKey("server", OPENS.toCharArray()));
        write(made.pem(), "CERTIFICATE", made.certificate.getEncoded());
        write(made.key(), "PRIVATE KEY", made.privateKey.getEncoded());
        return made;
    }

    Path pem() {
        return directory.resolve("public.cert.pem");
    }

    Path key() {
        return directory.resolve("private.key.pem");
    }

    static void write(Path file, String kind, byte[] der) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }

    /** A socket that trusts this certificate. */
    Socket connect(int port) throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory().createSocket("127.0.0.1", port);
    }
}
