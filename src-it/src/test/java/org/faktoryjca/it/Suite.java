package org.faktoryjca.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Around all tests of one application server: the real work server, started before it and stopped after it, at the port that
 * its environment names. Does nothing where no such port is set, as for tests without an application server.
 */
public final class Suite implements LauncherSessionListener {
    private static final String PAYARA_CONFIGURATION = "/config/domain.xml";

    private static Optional<FaktoryProcess> faktory = Optional.empty();

    /** For the platform, which finds it by the service's file. */
    public Suite() {}

    /** The work server of this run. */
    static FaktoryProcess faktory() {
        return faktory.orElseThrow(
                () -> new AssertionError("there is no 'faktory' on the PATH, which these tests need"));
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        var port = System.getProperty("it.faktory.port");
        if (port == null) {
            return;
        }
        faktory = FaktoryProcess.find("faktory")
                .map(binary -> FaktoryProcess.builder(binary)
                        .port(Integer.parseInt(port))
                        .start());
        try {
            configurePayara();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        faktory.ifPresent(FaktoryProcess::close);
    }

    /** Payara's ports, of which its Arquillian adapter knows one only: all the system's choice. */
    private static void configurePayara() throws IOException {
        if (Suite.class.getResource(PAYARA_CONFIGURATION) == null) {
            return;
        }
        var copy = Path.of("target", "payara-domain.xml").toAbsolutePath();
        configurePayara(
                copy,
                List.of("it.iiop.port", "it.admin.port", "it.http.port", "it.jms.port").stream()
                        .map(System::getProperty)
                        .toList());
        System.setProperty("it.payara.config", copy.toString());
        // Where it unpacks itself, which it leaves behind.
        System.setProperty(
                "glassfish.embedded.tmpdir",
                Files.createDirectories(Path.of("target", "payara").toAbsolutePath())
                        .toString());
    }

    /** Copies Payara's own configuration, with other ports: for IIOP, administration, pages and JMS. */
    static void configurePayara(Path copy, List<String> ports) throws IOException {
        try (var in = Suite.class.getResourceAsStream(PAYARA_CONFIGURATION)) {
            var xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var jms = "<jms-service default-jms-host=\"default_JMS_host\" type=\"EMBEDDED\"><jms-host port=\""
                    + ports.get(3)
                    + "\" host=\"localhost\" name=\"default_JMS_host\" lazy-init=\"true\"/></jms-service>";
            for (var change : Map.of(
                            "port=\"3700\"", "port=\"" + ports.get(0) + "\"",
                            "port=\"4848\"", "port=\"" + ports.get(1) + "\"",
                            "port=\"8080\"", "port=\"" + ports.get(2) + "\"",
                            "port=\"8181\"", "enabled=\"false\" port=\"8181\"",
                            "<hazelcast-config-specific-configuration>",
                                    "<hazelcast-config-specific-configuration enabled=\"false\">",
                            "</iiop-service>", "</iiop-service>" + jms)
                    .entrySet()) {
                if (!xml.contains(change.getKey())) {
                    throw new IOException("Payara's domain.xml has no " + change.getKey());
                }
                xml = xml.replace(change.getKey(), change.getValue());
            }
            Files.writeString(copy, xml);
        }
    }
}
