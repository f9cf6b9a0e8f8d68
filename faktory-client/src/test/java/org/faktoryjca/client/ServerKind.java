package org.faktoryjca.client;

import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.WorkServer;

/** The work servers that a conversation must go well with. */
enum ServerKind {
    EMBEDDED {
        @Override
        WorkServer start() {
            return EmbeddedFaktory.start();
        }
    },
    FAKTORY_1_10_0 {
        @Override
        WorkServer start() {
            return RealFaktory.builder().start();
        }
    },
    FAKTORY_1_9_4 {
        @Override
        WorkServer start() {
            return RealFaktory.builder("faktory-1.9.4").start();
        }
    };

    /** Starts one; skips the test where it cannot. */
    abstract WorkServer start();
}
