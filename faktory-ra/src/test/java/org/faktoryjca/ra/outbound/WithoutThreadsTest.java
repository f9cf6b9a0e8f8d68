package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sending in a container that gives no thread for it: whoever commits next does it, or whoever stops the adapter. */
@Timeout(120)
class WithoutThreadsTest {
    private final FaktoryResourceAdapter crowded = new FaktoryResourceAdapter();
    private EmbeddedFaktory server;
    private FaultProxy proxy;
    private Pusher pusher;
    private FaktoryConnectionFactory faktory;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
        crowded.setShutdownTimeout("30s");
        crowded.start(new NoThreads());
        pusher = new Pusher("300ms");
        var factory = pusher.factory(proxy.url());
        factory.setResourceAdapter(crowded);
        factory.setSendTimeout("1s");
        factory.setReadTimeout("30s");
        factory.setSpillFile(directory.resolve("spilled").toString());
        faktory = factory.createConnectionFactory();
    }

    @AfterEach
    void stop() throws Exception {
        crowded.stop();
        pusher.stop();
        proxy.close();
        server.close();
    }

    private List<String> arrived() {
        return Pusher.types(server.queued("default"));
    }

    private void leave(String type) throws Exception {
        pusher.commit(() -> proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB")), faktory, Job.of(type));
        proxy.clear();
        assertThat(arrived()).isEmpty();
    }

    @Test
    void theNextCommitSendsWhatWaits() throws Exception {
        leave("first");
        pusher.commit(faktory, Job.of("second"));
        assertThat(arrived()).containsExactly("first", "second");
    }

    @Test
    void theEndSendsWhatWaits() throws Exception {
        leave("first");
        crowded.stop();
        assertThat(arrived()).containsExactly("first");
        assertThat(directory.resolve("spilled")).doesNotExist();
    }

    @Test
    void moreThanASocketTakesIsSentInPieces() throws Exception {
        var large = "x".repeat(10_000);
        var jobs =
                IntStream.range(0, 60).mapToObj(i -> Job.of("job-" + i, large)).toArray(Job[]::new);
        pusher.commit(faktory, jobs);
        crowded.stop();
        assertThat(arrived())
                .containsExactly(List.of(jobs).stream().map(Job::type).toArray(String[]::new));
    }
}
