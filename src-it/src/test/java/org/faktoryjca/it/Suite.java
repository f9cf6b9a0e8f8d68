package org.faktoryjca.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        try (var in = Suite.class.getResourceAsStream("/config/domain.xml")) {
            if (in == null) {
                return;
            }
            var xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var jms = "<jms-service default-jms-host=\"default_JMS_host\" type=\"EMBEDDED\"><jms-host port=\""
                    + System.getProperty("it.jms.port")
                    + "\" host=\"localhost\" name=\"default_JMS_host\" lazy-init=\"true\"/></jms-service>";
            for (var change : Map.of(
                            "port=\"3700\"", "port=\"" + System.getProperty("it.iiop.port") + "\"",
                            "port=\"4848\"", "port=\"" + System.getProperty("it.admin.port") + "\"",
                            "port=\"8080\"", "port=\"" + System.getProperty("it.http.port") + "\"",
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
            var copy = Files.writeString(Path.of("target", "payara-domain.xml").toAbsolutePath(), xml);
            System.setProperty("it.payara.config", copy.toString());
            // Where it unpacks itself, which it leaves behind.
            System.setProperty(
                    "glassfish.embedded.tmpdir",
                    Files.createDirectories(Path.of("target", "payara").toAbsolutePath())
                            .toString());
        }
    }
}
