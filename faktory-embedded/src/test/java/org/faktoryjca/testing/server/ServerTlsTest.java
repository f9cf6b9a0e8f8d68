package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The PEM files that the server in memory takes, and what it says of others. */
class ServerTlsTest {

    @TempDir
    Path directory;

    private TestCertificate certificate;

    @BeforeEach
    void make() throws Exception {
        certificate = TestCertificate.in(directory);
    }

    @Test
    void theDirectoryOfTheRealServerWillDo() throws Exception {
        greets(certificate);
    }

    /** As openssl writes them: {@code BEGIN RSA PRIVATE KEY} is what PKCS #8 wraps. */
    @Test
    void anRsaKeyMayBeInItsOwnForm() throws Exception {
        var rsa = TestCertificate.in(directory, "RSA");
        var pkcs8 = rsa.privateKey().getEncoded();
        var start = indexOfSequence(pkcs8, 26);
        TestCertificate.write(rsa.key(), "RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, start, pkcs8.length));
        greets(rsa);
    }

    private static int indexOfSequence(byte[] der, int from) {
        for (var i = from - 4; i < from + 4; i++) {
            if (der[i] == 0x30 && der[i + 1] == (byte) 0x82) {
                return i;
            }
        }
        throw new AssertionError("no key within");
    }

    /** {@code SEQUENCE { 1, the number, [0] the curve, [1] the public half }}, the curve being that of keytool: secp384r1. */
    @Test
    void anEllipticKeyMayBeInItsOwnForm() throws Exception {
        TestCertificate.write(certificate.key(), "EC PRIVATE KEY", sec1(true));
        greets(certificate);
        TestCertificate.write(certificate.key(), "EC PRIVATE KEY", sec1(false));
        assertThatThrownBy(() -> EmbeddedFaktory.builder().tls(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("private.key.pem")
                .hasMessageContaining("does not name its curve");
    }

    /** As {@code openssl ecparam -name prime256v1 -genkey} makes one: with it, the whole is longer than 127 bytes. */
    @Test
    void anEllipticKeyInItsOwnFormMayHaveItsPublicHalf() throws Exception {
        var certificate = TestCertificate.in(Files.createDirectory(directory.resolve("p256")), "EC", "secp256r1");
        var pkcs8 = certificate.privateKey().getEncoded();
        var open = certificate.certificate().getPublicKey().getEncoded();
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(new byte[] {0x30, 0x77, 2, 1, 1, 4, 32});
        whole.writeBytes(Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length));
        whole.writeBytes(new byte[] {(byte) 0xa0, 10, 6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7});
        whole.writeBytes(new byte[] {(byte) 0xa1, 68, 3, 66, 0});
        whole.writeBytes(Arrays.copyOfRange(open, open.length - 65, open.length));
        TestCertificate.write(certificate.key(), "EC PRIVATE KEY", whole.toByteArray());
        greets(certificate);
    }

    @ParameterizedTest
    @CsvSource({"EC, the key is not that of the certificate", "RSA, the key is none of the kind EC"})
    void aKeyThatIsNotTheCertificatesIsRefused(String algorithm, String why) throws Exception {
        var other = TestCertificate.in(Files.createDirectory(directory.resolve("other")), algorithm);
        assertThatThrownBy(() -> EmbeddedFaktory.builder().tls(certificate.pem(), other.key()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        certificate.pem().toString(), other.key().toString(), why);
    }

    private byte[] sec1(boolean withCurve) {
        var key = (ECPrivateKey) certificate.privateKey();
        var bytes = (key.getParams().getOrder().bitLength() + 7) / 8;
        var number = key.getS().toByteArray();
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {2, 1, 1, 4, (byte) bytes});
        body.writeBytes(new byte[Math.max(0, bytes - number.length)]);
        body.write(number, Math.max(0, number.length - bytes), Math.min(bytes, number.length));
        if (withCurve) {
            var curve = bytes == 32
                    ? new byte[] {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7}
                    : new byte[] {6, 5, 0x2b, (byte) 0x81, 4, 0, 0x22};
            body.write(0xa0);
            body.write(curve.length);
            body.writeBytes(curve);
        }
        var whole = new ByteArrayOutputStream();
        whole.write(0x30);
        whole.write(body.size());
        whole.writeBytes(body.toByteArray());
        return whole.toByteArray();
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws IOException {
        Files.writeString(certificate.key(), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END");
        refused("private.key.pem", "ENCRYPTED PRIVATE KEY", "openssl pkcs8");
        Files.writeString(certificate.key(), "nothing");
        refused("private.key.pem", "-----BEGIN PRIVATE KEY-----");
        Files.writeString(certificate.pem(), "nothing");
        refused("public.cert.pem", "-----BEGIN CERTIFICATE-----");
        Files.delete(certificate.pem());
        assertThatThrownBy(() -> EmbeddedFaktory.builder().tls(directory))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("public.cert.pem");
    }

    @Test
    void whoSaysNothingInTheTlsHandshakeIsClosedAndHoldsUpNobody() throws Exception {
        try (var server = EmbeddedFaktory.builder().tls(directory).start();
                var silent = RawClient.silent(server)) {
            try (var other = RawClient.over(certificate.connect(server.port()))) {
                assertThat(other.read()).isEqualTo("+HI {\"v\":2}");
                assertThat(other.ask("HELLO {\"v\":2}")).isEqualTo("+OK");
                assertThat(silent.read()).isEqualTo("closed");
                assertThat(other.ask("PUSHB []")).isEqualTo("{}");
            }
        }
    }

    private void refused(String... words) {
        assertThatThrownBy(() -> EmbeddedFaktory.builder().tls(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    private static void greets(TestCertificate certificate) throws Exception {
        try (var server = EmbeddedFaktory.builder().tls(certificate.directory()).start();
                var client = RawClient.over(certificate.connect(server.port()))) {
            assertThat(client.read()).isEqualTo("+HI {\"v\":2}");
        }
    }
}
