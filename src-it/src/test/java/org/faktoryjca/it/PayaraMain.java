package org.faktoryjca.it;

import java.io.File;
import java.io.IOException;
import org.glassfish.embeddable.GlassFishException;
import org.glassfish.embeddable.GlassFishProperties;
import org.glassfish.embeddable.GlassFishRuntime;

/** Payara in a process of its own: deploys an archive, says that it is ready, and stops, with all that is deployed, when its input ends. */
public final class PayaraMain {
    static final String READY = "the archive is deployed";

    private PayaraMain() {}

    /** Arguments: the archive, the server's configuration. */
    public static void main(String[] arguments) {
        var status = 0;
        try {
            run(new File(arguments[0]), new File(arguments[1]));
        } catch (GlassFishException | IOException | RuntimeException e) {
            e.printStackTrace();
            status = 1;
        }
        // A failed start leaves threads that would keep the process alive.
        System.exit(status);
    }

    private static void run(File archive, File configuration) throws GlassFishException, IOException {
        var properties = new GlassFishProperties();
        properties.setConfigFileURI(configuration.toURI().toString());
        var payara = GlassFishRuntime.bootstrap().newGlassFish(properties);
        payara.start();
        try {
            if (payara.getDeployer().deploy(archive) == null) {
                throw new IOException("the archive was not deployed");
            }
            System.out.println(READY);
            while (System.in.read() >= 0) {
                continue;
            }
        } finally {
            payara.stop();
        }
    }
}
