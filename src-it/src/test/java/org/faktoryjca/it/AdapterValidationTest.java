package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive's classes, held to the specification by IronJacamar's validator. It reads descriptors and not annotations, so that it
 * is given one that names what the annotations do.
 */
class AdapterValidationTest {
    private static final Path EAR = Path.of("..", "example-ejb", "ear", "target", "faktory-example.ear");
    private static final String OUTBOUND = "org.faktoryjca.ra.outbound.";

    @TempDir
    private Path directory;

    private static byte[] adapter() throws IOException {
        try (var ear = new ZipInputStream(Files.newInputStream(EAR))) {
            for (var entry = ear.getNextEntry(); entry != null; entry = ear.getNextEntry()) {
                if (entry.getName().equals("faktory-ra.rar")) {
                    return ear.readAllBytes();
                }
            }
        }
        throw new AssertionError("no adapter in " + EAR);
    }

    private static String descriptor(String managedConnectionFactory) {
        return """
                <connector xmlns="http://java.sun.com/xml/ns/javaee" version="1.6" metadata-complete="true">
                  <vendor-name>faktory-jca</vendor-name>
                  <eis-type>Faktory</eis-type>
                  <resourceadapter-version>0.1</resourceadapter-version>
                  <resourceadapter>
                    <resourceadapter-class>org.faktoryjca.ra.FaktoryResourceAdapter</resourceadapter-class>
                    <outbound-resourceadapter>
                      <connection-definition>
                        <managedconnectionfactory-class>%s</managedconnectionfactory-class>
                        <config-property>
                          <config-property-name>url</config-property-name>
                          <config-property-type>java.lang.String</config-property-type>
                        </config-property>
                        <connectionfactory-interface>org.faktoryjca.FaktoryConnectionFactory</connectionfactory-interface>
                        <connectionfactory-impl-class>%sPooledConnectionFactory</connectionfactory-impl-class>
                        <connection-interface>org.faktoryjca.FaktoryConnection</connection-interface>
                        <connection-impl-class>%sConnectionHandle</connection-impl-class>
                      </connection-definition>
                      <transaction-support>NoTransaction</transaction-support>
                      <reauthentication-support>false</reauthentication-support>
                    </outbound-resourceadapter>
                    <inbound-resourceadapter>
                      <messageadapter>
                        <messagelistener>
                          <messagelistener-type>org.faktoryjca.JobListener</messagelistener-type>
                          <activationspec>
                            <activationspec-class>org.faktoryjca.ra.inbound.FaktoryActivationSpec</activationspec-class>
                          </activationspec>
                        </messagelistener>
                        <messagelistener>
                          <messagelistener-type>org.faktoryjca.JobMethods</messagelistener-type>
                          <activationspec>
                            <activationspec-class>org.faktoryjca.ra.inbound.FaktoryActivationSpec</activationspec-class>
                          </activationspec>
                        </messagelistener>
                      </messageadapter>
                    </inbound-resourceadapter>
                  </resourceadapter>
                </connector>
                """.formatted(managedConnectionFactory, OUTBOUND, OUTBOUND);
    }

    /** What the validator has to say of the adapter with this descriptor; nothing if all is well. */
    private String validate(String name, String descriptor) throws Exception {
        var described = new ByteArrayOutputStream();
        try (var in = new ZipInputStream(new ByteArrayInputStream(adapter()));
                var out = new ZipOutputStream(described)) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                in.transferTo(out);
            }
            out.putNextEntry(new ZipEntry("META-INF/ra.xml"));
            out.write(descriptor.getBytes(StandardCharsets.UTF_8));
        }
        var archive = Files.write(directory.resolve(name + ".rar"), described.toByteArray());
        var result = (int) Class.forName("org.jboss.jca.validator.Validation")
                .getMethod("validate", URL.class, String.class, String[].class)
                .invoke(null, archive.toUri().toURL(), directory.toString(), new String[0]);
        var report = directory.resolve(name + ".rar.log");
        return result == 0 ? "" : result + (Files.exists(report) ? ": " + Files.readString(report) : ": no report");
    }

    @Test
    void theAdapterKeepsTheSpecification() throws Exception {
        assertThat(validate("adapter", descriptor(OUTBOUND + "FaktoryManagedConnectionFactory")))
                .isEmpty();
    }

    @Test
    void theValidatorLooksAtTheClasses() throws Exception {
        assertThat(validate("other", descriptor(OUTBOUND + "FactorySettings"))).contains("ManagedConnectionFactory");
    }
}
