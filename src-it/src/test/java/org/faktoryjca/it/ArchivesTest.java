package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Manifest;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What is in the archives that are deployed, and what must not be. */
class ArchivesTest {
    private static final Path EAR = Path.of("..", "example-ejb", "ear", "target", "faktory-example.ear");

    private static Map<String, byte[]> entries(InputStream archive) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(archive)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static Map<String, byte[]> ear() throws IOException {
        return entries(Files.newInputStream(EAR));
    }

    private static Map<String, byte[]> rar() throws IOException {
        return entries(new ByteArrayInputStream(ear().get("faktory-ra.rar")));
    }

    @Test
    void theEarHoldsTheAdapterAndTheModulesAndNoLibraryTwice() throws IOException {
        assertThat(ear().keySet().stream().filter(name -> name.matches(".*\\.(jar|war|rar)")))
                .containsExactlyInAnyOrder("faktory-ra.rar", "example-beans.jar", "example-web.war");
        assertThat(entries(new ByteArrayInputStream(ear().get("example-web.war")))
                        .keySet())
                .noneMatch(name -> name.startsWith("WEB-INF/lib/"));
    }

    @Test
    void theAdapterHoldsItsFourJarsAndJacksonInOneOfThemUnderAnotherName() throws IOException {
        var jars = rar().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(".jar"))
                .toList();
        assertThat(jars.stream().map(jar -> jar.getKey().replaceAll("-[0-9].*", "")))
                .containsExactlyInAnyOrder("faktory-api", "faktory-client", "faktory-worker", "faktory-ra");
        for (var jar : jars) {
            var names = entries(new ByteArrayInputStream(jar.getValue())).keySet();
            assertThat(names).as(jar.getKey()).noneMatch(name -> name.contains("com/fasterxml/"));
            assertThat(names.stream().anyMatch(name -> name.contains("shaded/jackson")))
                    .as(jar.getKey())
                    .isEqualTo(jar.getKey().startsWith("faktory-client"));
        }
    }

    @Test
    void everyJarHasAModuleName() throws IOException {
        for (var module : new String[] {"api", "client", "worker", "ra", "embedded", "testing"}) {
            var directory = Path.of("..", "faktory-" + module, "target");
            try (var files = Files.newDirectoryStream(directory, "faktory-" + module + "-*.jar")) {
                for (var file : files) {
                    var manifest = new Manifest(new ByteArrayInputStream(
                            entries(Files.newInputStream(file)).get("META-INF/MANIFEST.MF")));
                    assertThat(manifest.getMainAttributes().getValue("Automatic-Module-Name"))
                            .as(file.toString())
                            .startsWith("org.faktoryjca.");
                }
            }
        }
        var beans = entries(new ByteArrayInputStream(ear().get("example-beans.jar")));
        assertThat(new String(beans.get("META-INF/MANIFEST.MF")))
                .contains("Automatic-Module-Name: org.faktoryjca.example");
    }
}
