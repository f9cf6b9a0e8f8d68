package org.faktoryjca.it.app.distrusting;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.resource.ConnectionFactoryDefinition;
import org.faktoryjca.FaktoryConnectionFactory;

/** Needs, to begin with, a factory whose certificates are nowhere, and which has another mistake. */
@ConnectionFactoryDefinition(
        name = "java:app/distrusting",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        properties = {"url=tcp+tls://127.0.0.1:1", "trustStore=/no/such/trust.p12", "chunkSize=0"})
@Startup
@Singleton
public class Distrusting {
    @Resource(lookup = "java:app/distrusting")
    private FaktoryConnectionFactory faktory;

    @PostConstruct
    void begin() {
        faktory.getConnection().close();
    }
}
