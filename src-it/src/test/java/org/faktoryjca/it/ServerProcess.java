package org.faktoryjca.it;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/** The server of this run in a process of its own, with one application: a test may stop it as its administrator would. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    /** What Payara needs to deploy at all, and to undeploy without complaints. */
    private static final List<String> OPENED = List.of(
            "java.base/java.io=ALL-UNNAMED",
            "java.base/java.lang=ALL-UNNAMED",
            "java.base/java.util=ALL-UNNAMED",
            "java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
            "java.naming/javax.naming.spi=ALL-UNNAMED");

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static boolean isWildFly() {
        return System.getProperty("arquillian.launch").equals("wildfly");
    }

    /** Starts the server that this run is about, and waits until the application is deployed. */
    static ServerProcess start(EnterpriseArchive application) throws IOException {
        var home = fresh(Path.of("target", "own-" + System.getProperty("arquillian.launch"))
                .toAbsolutePath());
        var log = home.resolve("out.log");
        var command = isWildFly() ? wildfly(home, application) : payara(home, application);
        var server = new ServerProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
        try {
            server.awaitWords(isWildFly() ? "WFLYSRV0010" : PayaraMain.READY);
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** An empty directory: a server that was killed leaves things behind that the next one would go by. */
    private static Path fresh(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(directory);
    }

    private void awaitWords(String words) {
        await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the server has ended: see " + log);
            }
            return Files.readString(log).contains(words);
        });
    }

    private static List<String> wildfly(Path home, EnterpriseArchive application) throws IOException {
        var installed = Path.of(System.getProperty("it.wildfly.home"));
        var configuration = Files.createDirectories(home.resolve("configuration"));
        try (var files = Files.list(installed.resolve("standalone/configuration"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, configuration.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        export(application, home.resolve("deployments"));
        return List.of(
                java(),
                "-Djava.awt.headless=true",
                "-Djboss.home.dir=" + installed,
                "-Djboss.server.base.dir=" + home,
                "-Djboss.http.port=" + freePort(),
                "-Djboss.https.port=" + freePort(),
                "-Djboss.management.http.port=" + freePort(),
                "-DIT_PROXY_URL=tcp://127.0.0.1:1",
                "-jar",
                installed.resolve("jboss-modules.jar").toString(),
                "-mp",
                installed.resolve("modules").toString(),
                "org.jboss.as.standalone",
                "--read-only-server-config=standalone-full.xml");
    }

    private static List<String> payara(Path home, EnterpriseArchive application) throws IOException {
        var command = new ArrayList<>(List.of(java(), "-Djava.awt.headless=true", "-Djava.io.tmpdir=" + home));
        OPENED.forEach(opened -> command.addAll(List.of("--add-opens", opened)));
        var classes = Path.of("target", "test-classes").toAbsolutePath() + File.pathSeparator + payaraJar();
        command.addAll(List.of("-cp", classes, PayaraMain.class.getName()));
        command.add(export(application, home).toString());
        var configuration = home.resolve("domain.xml");
        Suite.configurePayara(configuration, List.of(freePort(), freePort(), freePort(), freePort()));
        command.add(configuration.toString());
        return command;
    }

    /** The archive that Payara's classes are in. */
    private static String payaraJar() {
        var inside = ServerProcess.class.getResource("/config/domain.xml").toString();
        return Path.of(URI.create(inside.replaceFirst("^jar:", "").replaceFirst("!/.*", "")))
                .toString();
    }

    /** Not among those that systems give to connections, nor among those of FaktoryProcess: one of these could be taken before the server has started. */
    private static String freePort() {
        while (true) {
            var port = ThreadLocalRandom.current().nextInt(8_100, 9_900);
            try (var socket = new ServerSocket(port)) {
                return Integer.toString(socket.getLocalPort());
            } catch (IOException e) {
                // Somebody has it: another.
            }
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path export(EnterpriseArchive application, Path directory) throws IOException {
        var file = Files.createDirectories(directory).resolve(application.getName());
        application.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    /** As the administrator's own tools or the operating system stop it; answers while it does. */
    void beginToStop() throws IOException {
        if (isWildFly()) {
            process.destroy();
        } else {
            process.getOutputStream().close();
        }
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the server has not stopped: see " + log);
        }
    }

    /** Ends it without any notice, if it has not ended. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
