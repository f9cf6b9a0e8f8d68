package org.faktoryjca.ra.outbound;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.UserTransaction;
import java.util.List;
import java.util.stream.Stream;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.StandaloneContainer;

/** An adapter in the smallest container, connection factories of it, and Narayana's transactions. */
final class Pusher {
    final UserTransaction transaction = com.arjuna.ats.jta.UserTransaction.userTransaction();
    final FaktoryResourceAdapter adapter = new FaktoryResourceAdapter();

    Pusher(String shutdownTimeout) throws Exception {
        adapter.setShutdownTimeout(shutdownTimeout);
        adapter.start(new StandaloneContainer());
    }

    /** One more connection factory, as quick to give up as a busy machine allows. */
    FaktoryManagedConnectionFactory factory(String url) throws Exception {
        var factory = new FaktoryManagedConnectionFactory();
        factory.setUrl(url);
        factory.setConnectTimeout("5s");
        factory.setReadTimeout("5s");
        factory.setSendTimeout("2s");
        factory.setResourceAdapter(adapter);
        return factory;
    }

    /** Pushes in a transaction, and commits it. */
    void commit(FaktoryConnectionFactory faktory, Job... jobs) throws Exception {
        transaction.begin();
        faktory.pushAll(List.of(jobs));
        transaction.commit();
    }

    /** The same, with something that happens after the check before completion. */
    void commit(Runnable afterTheCheck, FaktoryConnectionFactory faktory, Job... jobs) throws Exception {
        transaction.begin();
        faktory.pushAll(List.of(jobs));
        beforeCompletion(afterTheCheck);
        transaction.commit();
    }

    /** Has something happen when the calling thread's transaction completes: after the adapter's check, if that is registered. */
    static void beforeCompletion(Runnable what) {
        new TransactionSynchronizationRegistryImple().registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                what.run();
            }

            @Override
            public void afterCompletion(int status) {
                // Nothing to do.
            }
        });
    }

    /** The types of jobs, of their JSON. */
    static List<String> types(List<String> jobs) {
        return jobs.stream()
                .map(json -> json.replaceFirst(".*\"jobtype\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    /** The ids of jobs, of their JSON. */
    static List<String> jids(List<String> jobs) {
        return jobs.stream()
                .map(json -> json.replaceFirst(".*\"jid\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    /** What was thrown, with all that it was thrown for. */
    static List<String> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> Stream.concat(Stream.of(cause), Stream.of(cause.getSuppressed())))
                .map(Throwable::toString)
                .toList();
    }

    void stop() throws Exception {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transaction.rollback();
        }
        adapter.stop();
    }
}
