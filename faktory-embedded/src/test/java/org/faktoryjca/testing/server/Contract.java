package org.faktoryjca.testing.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What every work server does: the one in memory as the real ones. This is the one entry: a server is added by a class
 * that extends this one. Where servers differ from the protocol's specification, the real ones are right, since clients
 * meet those; where they are plainly {@link Wrong}, both behaviours are asserted.
 *
 * <p>What a server's replies look like on the wire is not its topic: they come in several segments, cut anywhere, which
 * {@code Fault.singleBytes()} does to every command in the client's {@code FaultMatrix}, and {@code ReplyReaderTest} to every
 * kind of reply. That test alone knows what no open-source server of today says, {@code -SHUTDOWN} and {@code -NOTUNIQUE}.
 *
 * <p>Servers run beside each other, since most of the time is spent waiting; the tests of one server run in turn.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
abstract class Contract {

    /** What a server is started with. */
    record Setup(Optional<String> password, Optional<Path> certificate, Optional<Path> key) {

        static final Setup PLAIN = new Setup(Optional.empty(), Optional.empty(), Optional.empty());

        static Setup password(String password) {
            return new Setup(Optional.of(password), Optional.empty(), Optional.empty());
        }

        static Setup tls(Path certificate, Path key) {
            return new Setup(Optional.empty(), Optional.of(certificate), Optional.of(key));
        }
    }

    private WorkServer server;

    abstract WorkServer start(Setup setup);

    /** The faults that this server has. */
    abstract Set<Wrong> wrongs();

    /**
     * Lets time pass on the server's clock. On a real one that is real time, so that the test is skipped unless long
     * tests are wanted; what should then have happened may take some seconds more.
     */
    abstract void pass(WorkServer itsServer, Duration time);

    /** Ends a server in order and starts it again; the test is skipped for one that keeps nothing. */
    abstract void restart(WorkServer itsServer);

    /** Lets a server begin to stop, in an orderly way. */
    abstract void stop(WorkServer itsServer);

    @BeforeAll
    void startServer() {
        server = start(Setup.PLAIN);
    }

    @AfterAll
    void stopServer() {
        // Absent when the test was skipped.
        if (server != null) {
            server.close();
        }
    }

    WorkServer server() {
        return server;
    }

    @Nested
    class Greeting extends HandshakeContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Lines extends CommandLineContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Pushing extends PushContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Refusing extends RefusalContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Scheduling extends ScheduledContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Fetching extends FetchContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Reporting extends ReportContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Retrying extends RetryContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Reserving extends ReservationContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Queueing extends QueueContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Mutating extends MutateContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Beating extends BeatContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Telling extends InfoContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }

    @Nested
    class Stopping extends StopContract {
        @Override
        Contract contract() {
            return Contract.this;
        }
    }
}
