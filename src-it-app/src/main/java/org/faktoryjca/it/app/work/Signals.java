package org.faktoryjca.it.app.work;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a job waits for until the test lets it go on. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Signals {
    private static final long PATIENCE_SECONDS = 150;

    private final Map<String, CountDownLatch> given = new ConcurrentHashMap<>();

    private CountDownLatch signal(String name) {
        return given.computeIfAbsent(name, any -> new CountDownLatch(1));
    }

    /** Lets all go on that wait for this signal, now or later. */
    public void give(String name) {
        signal(name).countDown();
    }

    /** Waits for a signal. */
    public void await(String name) {
        try {
            if (!signal(name).await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody gave the signal " + name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }
}
