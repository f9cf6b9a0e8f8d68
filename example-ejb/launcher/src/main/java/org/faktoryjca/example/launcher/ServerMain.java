package org.faktoryjca.example.launcher;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glassfish.embeddable.GlassFish;
import org.glassfish.embeddable.GlassFishException;
import org.glassfish.embeddable.GlassFishProperties;
import org.glassfish.embeddable.GlassFishRuntime;

/**
 * Boots Payara or GlassFish Embedded, whichever is on the class path, deploys the example, says {@code READY} and the page's
 * address, and stops when its input ends.
 */
public final class ServerMain {
    static final String READY = "READY ";
    static final String FAILED = "FAILED ";

    private static final String CONFIG = "embedded-glassfish-config.server.";
    private static final String LISTENERS = CONFIG + "network-config.network-listeners.network-listener.";

    private ServerMain() {}

    /** Arguments: the EAR, the page's port. */
    public static void main(String[] arguments) {
        // The server writes to System.out, which here is a line to the parent.
        var parent = System.out;
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        var status = 0;
        try {
            run(arguments[0], Integer.parseInt(arguments[1]), parent);
        } catch (GlassFishException | IOException | RuntimeException e) {
            e.printStackTrace();
            parent.println(FAILED + "the application server did not start (" + e.getMessage() + ")");
            status = 1;
        }
        parent.flush();
        // A failed start leaves threads that would keep the process alive.
        System.exit(status);
    }

    private static void run(String ear, int port, PrintStream parent) throws GlassFishException, IOException {
        var glassFish = GlassFishRuntime.bootstrap().newGlassFish(properties(port));
        glassFish.start();
        try {
            serve(glassFish, ear, "http://localhost:" + port + "/faktory-example/", parent);
        } finally {
            glassFish.stop();
        }
    }

    private static void serve(GlassFish glassFish, String ear, String page, PrintStream parent)
            throws GlassFishException, IOException {
        var deployer = glassFish.getDeployer();
        var name = deployer.deploy(new File(ear), "--name", "faktory-example");
        if (name == null) {
            parent.println(FAILED + "the example was not deployed");
            return;
        }
        parent.println(READY + page);
        parent.flush();
        while (System.in.read() >= 0) {
            continue;
        }
        deployer.undeploy(name);
    }

    /** One port for the page; everything else that would listen is off, or on a port of the system's choice. */
    private static GlassFishProperties properties(int port) throws IOException {
        var properties = new GlassFishProperties();
        properties.setPort("http-listener", port);
        properties.setProperty(CONFIG + "iiop-service.iiop-listener.orb-listener-1.port", Integer.toString(freePort()));
        if (isPayara()) {
            properties.setProperty(LISTENERS + "https-listener.enabled", "false");
            // The web container does not start without it.
            properties.setPort("admin-listener", freePort());
            properties.setProperty(CONFIG + "hazelcast-config-specific-configuration.enabled", "false");
            properties.setConfigFileURI(withOwnJmsPort().toUri().toString());
        }
        return properties;
    }

    private static boolean isPayara() {
        return ServerMain.class.getClassLoader().getResource("fish/payara/") != null
                || System.getProperty("java.class.path").contains("payara");
    }

    /** Payara's broker has a port that no property moves: its configuration is copied, with another one. */
    private static Path withOwnJmsPort() throws IOException {
        try (var in = ServerMain.class.getResourceAsStream("/config/domain.xml")) {
            if (in == null) {
                throw new IOException("the application server's jar has no config/domain.xml");
            }
            var xml = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceFirst(
                            "</iiop-service>",
                            "</iiop-service><jms-service default-jms-host=\"default_JMS_host\" type=\"EMBEDDED\">"
                                    + "<jms-host port=\"" + freePort()
                                    + "\" host=\"localhost\" name=\"default_JMS_host\" lazy-init=\"true\"/></jms-service>");
            var copy = Files.createTempFile("domain", ".xml");
            copy.toFile().deleteOnExit();
            return Files.writeString(copy, xml);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
