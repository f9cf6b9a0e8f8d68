package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That no test can hang the build, whether it has thought of it or not. */
class HangingTestTest {

    private final Thread maker = Thread.currentThread();

    /** Without a time-out of its own. JUnit waits beside it, and can go on without it. */
    @Test
    void everyTestRunsInAThreadThatCanBeLeftBehind() {
        assertThat(Thread.currentThread()).isNotSameAs(maker);
    }
}
