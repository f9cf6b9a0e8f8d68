package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.JobFilter;
import org.faktoryjca.RejectedException;
import org.faktoryjca.UnsupportedByServerException;

/** Every command that the client can say in a conversation: its verb, and how it ends where nothing is wrong with the network. */
enum Said {
    PUSH("PUSH", c -> c.pushPlain(Job.of("greet"))),
    PUSHB("PUSHB", c -> c.push(Job.of("greet"))),
    PING("PUSHB", Connection::ping),
    FETCH("FETCH", c -> c.fetch(List.of("default"))),
    ACK("ACK", c -> c.ack("unknown-job")),
    FAIL("FAIL", c -> c.fail("unknown-job", "Oops", "message", List.of("at a")), RejectedException.class),
    BEAT("BEAT", c -> c.beat(FaultMatrix.WORKER.wid())),
    INFO("INFO", Connection::info),
    FLUSH("FLUSH", Connection::flush),
    PAUSE("QUEUE", c -> c.admin().pause(List.of("paused"))),
    RESUME("QUEUE", c -> c.admin().resumeAll()),
    REMOVE("QUEUE", c -> c.admin().remove(List.of("removed"))),
    LATENCY("QUEUE", c -> c.admin().latency(List.of("default"))),
    REQUEUE("MUTATE", c -> c.admin().retries().requeue(JobFilter.type("greet"))),
    KILL("MUTATE", c -> c.admin().scheduled().kill(JobFilter.jids("unknown-job"))),
    DISCARD("MUTATE", c -> c.admin().dead().discard(JobFilter.matching("*nobody*"))),
    CLEAR("MUTATE", c -> c.admin().dead().clear()),
    BATCH("BATCH", c -> c.enterprise().batch("NEW {}"), UnsupportedByServerException.class),
    TRACK("TRACK", c -> c.enterprise().track("GET unknown-job"), UnsupportedByServerException.class);

    private final String verb;
    private final Consumer<Connection> say;
    private final Optional<Class<? extends FaktoryException>> refusal;

    Said(String verb, Consumer<Connection> say) {
        this(verb, say, Optional.empty());
    }

    Said(String verb, Consumer<Connection> say, Class<? extends FaktoryException> refusal) {
        this(verb, say, Optional.of(refusal));
    }

    Said(String verb, Consumer<Connection> say, Optional<Class<? extends FaktoryException>> refusal) {
        this.verb = verb;
        this.say = say;
        this.refusal = refusal;
    }

    String verb() {
        return verb;
    }

    void over(Connection connection) {
        say.accept(connection);
    }

    /** Says it, and sees it end as it should where nothing breaks: the server may be meant to refuse it. */
    void mustArriveOver(Connection connection) {
        if (refusal.isPresent()) {
            assertThatThrownBy(() -> over(connection)).isInstanceOf(refusal.get());
        } else {
            over(connection);
        }
    }

    /** Whether the server has a job more when it has been carried out. */
    boolean pushes() {
        return this == PUSH || this == PUSHB;
    }
}
