package org.faktoryjca.it.app.pushes;

import jakarta.annotation.Resource;
import jakarta.ejb.AsyncResult;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.EJB;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;

/** Pushes in transactions of the container's, by way of the proxy with faults. */
@ConnectionFactoryDefinition(
        name = "java:app/pushes",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        properties = {
            "url=${IT_PROXY_URL}",
            "defaultQueue=pushes",
            "connectTimeout=1s",
            "readTimeout=1s",
            "sendTimeout=500ms",
            "backlogJobs=50",
            "spillFile=${IT_SPILL_FILE}"
        })
@ConnectionFactoryDefinition(
        name = "java:app/definedAsLocal",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        transactionSupport = TransactionSupportLevel.LocalTransaction,
        properties = "defaultQueue=pushes")
@ConnectionFactoryDefinition(
        name = "java:app/definedAsXa",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        transactionSupport = TransactionSupportLevel.XATransaction,
        properties = "defaultQueue=pushes")
@Stateless
public class Cases {
    @Resource(lookup = "java:app/pushes")
    private FaktoryConnectionFactory faktory;

    @Resource
    private SessionContext session;

    @Resource
    private TransactionSynchronizationRegistry registry;

    @EJB
    private Tables tables;

    /** Pushes in the caller's transaction, or one of its own. */
    public void push(String type) {
        faktory.push(Job.of(type));
    }

    /** So many, in order. */
    public void pushMany(String type, int count) {
        var jobs = new ArrayList<Job>();
        for (int i = 0; i < count; i++) {
            jobs.add(Job.of(type + "-" + i));
        }
        faktory.pushAll(jobs);
    }

    /** A push and a row by JPA, which is written when the transaction completes. */
    public void row(String id) {
        faktory.push(Job.of("look", id).queue("look"));
        tables.insert(id);
    }

    /** A push first, and a row in the XA database: what is enlisted first would be committed first. */
    public void rowXa(String id) {
        faktory.push(Job.of("look-xa", id).queue("look"));
        tables.insertXa(id);
    }

    /** Both databases, and a push in between. */
    public void rowsInBoth(String id) {
        tables.insertXa(id);
        faktory.push(Job.of("look", id).queue("look"));
        tables.insert(id);
    }

    /** The id is there at once, and the job not before the commit: answers the id and how many jobs wait. */
    public String jidAtOnce() {
        try (var connection = faktory.getConnection()) {
            var jid = connection.push(Job.of("jid"));
            return jid + " " + connection.info().enqueued();
        }
    }

    /** Handles that share a connection, other credentials, and what is pushed without either. */
    public void handlesAndCredentials() {
        try (var one = faktory.getConnection();
                var two = faktory.getConnection();
                var other = faktory.getConnection("another password")) {
            one.push(Job.of("one"));
            two.push(Job.of("two"));
            other.push(Job.of("other"));
        }
        faktory.push(Job.of("none"));
    }

    /** An inner transaction that rolls back in an outer one that commits. */
    public void innerRolledBack() {
        faktory.push(Job.of("outer"));
        session.getBusinessObject(Cases.class).rolledBack();
        faktory.push(Job.of("outer-again"));
    }

    /** A push in a transaction of its own, which rolls back. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void rolledBack() {
        faktory.push(Job.of("never"));
        session.setRollbackOnly();
    }

    /** In a thread of the container's, in a transaction that rolls back. */
    @Asynchronous
    public Future<String> asynchronousRolledBack() {
        faktory.push(Job.of("never"));
        session.setRollbackOnly();
        return new AsyncResult<>("done");
    }

    /** The first push is made before completion, the next after it, each by a callback of the application's. */
    public void aroundCompletion() {
        registry.registerInterposedSynchronization(new Callbacks());
    }

    /** The same after a push, so that the adapter's own callback comes first. */
    public void aroundCompletionLate() {
        faktory.push(Job.of("inside"));
        registry.registerInterposedSynchronization(new Callbacks());
    }

    private final class Callbacks implements Synchronization {
        @Override
        public void beforeCompletion() {
            faktory.push(Job.of("before-completion"));
        }

        @Override
        public void afterCompletion(int status) {
            faktory.push(Job.of("after-completion"));
        }
    }

    /** Beside another resource, and a row: as {@link Failing} says. */
    public void beside(String id, int atPrepare, int atCommit) throws Exception {
        faktory.push(Job.of("beside"));
        tables.insert(id);
        transactionManager().getTransaction().enlistResource(new Failing(atPrepare, atCommit));
    }

    /** The same in a thread of the container's, for whoever cannot wait so long. */
    @Asynchronous
    public void besideLater(String id, int atPrepare, int atCommit) {
        try {
            beside(id, atPrepare, atCommit);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** With another resource alone. */
    public void alone(int atCommit) throws Exception {
        faktory.push(Job.of("alone"));
        transactionManager().getTransaction().enlistResource(new Failing(0, atCommit));
    }

    private static TransactionManager transactionManager() throws NamingException {
        for (var name : List.of("java:jboss/TransactionManager", "java:appserver/TransactionManager")) {
            try {
                return InitialContext.doLookup(name);
            } catch (NamingException e) {
                // The other server's.
            }
        }
        throw new NamingException("no transaction manager is known of this server");
    }

    /** So many connections at the same time, each with a push. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void atTheSameTime(int count) {
        var connections = new ArrayList<FaktoryConnection>();
        try {
            for (int i = 0; i < count; i++) {
                connections.add(faktory.getConnection());
            }
            connections.forEach(connection -> connection.push(Job.of("at-the-same-time")));
        } finally {
            connections.forEach(FaktoryConnection::close);
        }
    }

    /** By a factory whose definition asks for more than the adapter offers, beside a row. */
    public void definedAs(String level, String id) throws NamingException {
        tables.insert(id);
        InitialContext.<FaktoryConnectionFactory>doLookup("java:app/definedAs" + level)
                .push(Job.of("look", id).queue("look"));
    }

    /** By a factory that is looked up. */
    public void lookedUp() throws NamingException {
        InitialContext.<FaktoryConnectionFactory>doLookup("java:app/pushes").push(Job.of("looked-up"));
    }

    /** By a factory that was written and read. */
    public void serialized() throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(faktory);
        }
        try (var in = new Reader(bytes.toByteArray())) {
            ((FaktoryConnectionFactory) in.readObject()).push(Job.of("serialized"));
        }
    }

    /** With the application's classes, as the container reads a bean's state. */
    private static final class Reader extends ObjectInputStream {
        Reader(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            return Class.forName(
                    described.getName(), false, Thread.currentThread().getContextClassLoader());
        }
    }
}
