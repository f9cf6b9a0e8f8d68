package org.faktoryjca.it.app.work;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.resource.ConnectionFactoryDefinition;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;

/** Tells the test what a bean saw, at once and whatever becomes of the bean's transaction. */
@ConnectionFactoryDefinition(
        name = "java:app/reports",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        properties = {"defaultQueue=reports", "transaction=none"})
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Reports {
    @Resource(lookup = "java:app/reports")
    private FaktoryConnectionFactory faktory;

    /** A job {@code what} in the queue of reports, with all of this in one text. */
    public void say(String what, Object... seen) {
        faktory.push(Job.of(what, Stream.of(seen).map(String::valueOf).collect(Collectors.joining("|"))));
    }
}
