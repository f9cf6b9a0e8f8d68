package org.faktoryjca.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.faktoryjca.bench.worker.BenchJobs;
import org.faktoryjca.bench.worker.Gate;

/** The application that is measured: the resource adapter and one bean. */
final class BeanArchive {
    private static final String DESCRIPTOR = """
            <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="10">
              <application-name>faktory-bench</application-name>
              <module><connector>faktory-ra.rar</connector></module>
              <module><ejb>bench.jar</ejb></module>
            </application>
            """;

    private BeanArchive() {}

    static Path write(Path adapter, Path archive) throws IOException {
        try (var out = Files.newOutputStream(archive);
                var jar = new JarOutputStream(out)) {
            add(jar, "META-INF/application.xml", DESCRIPTOR.getBytes(StandardCharsets.UTF_8));
            add(jar, "faktory-ra.rar", Files.readAllBytes(adapter));
            var beans = new ByteArrayOutputStream();
            beans(beans);
            add(jar, "bench.jar", beans.toByteArray());
        }
        return archive;
    }

    private static void beans(OutputStream out) throws IOException {
        try (var jar = new JarOutputStream(out)) {
            for (var type : new Class<?>[] {BenchJobs.class, Gate.class}) {
                var name = type.getName().replace('.', '/') + ".class";
                try (var in = type.getClassLoader().getResourceAsStream(name)) {
                    add(jar, name, in.readAllBytes());
                }
            }
        }
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}
