package org.faktoryjca.it;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** For tests of the application that pushes, whose beans reach the work server through a proxy. */
abstract class PushesBehindProxy {
    static FaultProxy proxy;

    final PushApplication application = new PushApplication();
    RawFaktory faktory;

    @BeforeAll
    static void startProxy() {
        proxy = PushApplication.proxy();
    }

    @AfterAll
    static void stopProxy() {
        proxy.close();
    }

    @BeforeEach
    void connect() throws IOException {
        faktory = RawFaktory.open();
        faktory.flush();
    }

    @AfterEach
    void disconnect() throws IOException {
        proxy.clear();
        faktory.close();
    }

    static String id() {
        return UUID.randomUUID().toString();
    }

    /** The types of the jobs that have come. */
    List<String> pushed() throws IOException {
        return faktory.fetchTypes("pushes");
    }
}
