package org.faktoryjca.ra.outbound;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.transaction.RollbackException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much may wait to be sent, and who is refused when it does. */
@Timeout(120)
class BacklogBoundsTest extends BehindProxy {
    private void refusedForTheBacklog(FaktoryConnectionFactory faktory, Job... jobs) {
        assertThatThrownBy(() -> pusher.commit(faktory, jobs))
                .isInstanceOf(RollbackException.class)
                .satisfies(thrown -> assertThat(Pusher.causes(thrown)).anyMatch(text -> text.contains("FAKTORY-404")));
    }

    @Test
    void theBoundsOfWhatWaitsCountTheTransactionsOwnJobs() throws Exception {
        factory.setBacklogJobs("3");
        proxyAwayAfter(faktory, Job.of("first"), Job.of("second"));
        refusedForTheBacklog(faktory, Job.of("a"), Job.of("b"));

        var bytes = pusher.factory(proxyAgain().url());
        bytes.setBacklogBytes("1k");
        var small = bytes.createConnectionFactory();
        proxyAwayAfter(small, Job.of("first", "x".repeat(500)));
        refusedForTheBacklog(small, Job.of("large", "x".repeat(500)));
    }

    @Test
    void whereNothingWaitsThereIsRoomForAnyTransaction() throws Exception {
        factory.setBacklogJobs("1");
        factory.setBacklogBytes("1k");
        pusher.commit(faktory, Job.of("first"), Job.of("second", "x".repeat(2000)));
        assertThat(arrived()).containsExactly("first", "second");
    }

    /** In a thread of its own, as it may be called in the middle of another transaction's completion. */
    private List<String> thrownAtTheCommit(Job... jobs) {
        return thrownAtTheCommit(() -> {}, jobs);
    }

    private List<String> thrownAtTheCommit(Runnable afterTheCheck, Job... jobs) {
        var commit = new FutureTask<List<String>>(() -> {
            try {
                pusher.commit(afterTheCheck, faktory, jobs);
                return List.of();
            } catch (RollbackException e) {
                return Pusher.causes(e);
            }
        });
        new Thread(commit, "another-transaction").start();
        try {
            return commit.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsAboutToCommitCountsAsWellAsWhatWaits() throws Exception {
        factory.setBacklogJobs("3");
        var thrown = new ArrayList<List<String>>();
        pusher.commit(
                () -> {
                    thrown.add(thrownAtTheCommit(Job.of("fits")));
                    thrown.add(thrownAtTheCommit(Job.of("never"), Job.of("never")));
                },
                faktory,
                Job.of("first"),
                Job.of("second"));
        assertThat(thrown.get(0)).isEmpty();
        assertThat(thrown.get(1)).anyMatch(text -> text.contains("FAKTORY-404"));
        assertThat(arrived()).containsExactly("fits", "first", "second");
        assertThat(thrownAtTheCommit(Job.of("third"), Job.of("fourth"))).isEmpty();
    }

    @Test
    void whatWasAboutToCommitAndHasNotCountsNoMore() throws Exception {
        factory.setBacklogJobs("3");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> pusher.commit(
                            () -> {
                                throw new IllegalStateException("on purpose");
                            },
                            faktory,
                            Job.of("never"),
                            Job.of("never")))
                    .isInstanceOf(RollbackException.class);
        }
        var away = pusher.factory("tcp://127.0.0.1:1").createConnectionFactory();
        pusher.transaction.begin();
        faktory.pushAll(List.of(Job.of("never"), Job.of("never")));
        away.push(Job.of("never"));
        assertThatThrownBy(pusher.transaction::commit).isInstanceOf(RollbackException.class);
        // It is about to commit when another one that fits beside it, and beside nothing else, does.
        var thrown = new ArrayList<List<String>>();
        pusher.commit(() -> thrown.add(thrownAtTheCommit(Job.of("a"), Job.of("b"))), faktory, Job.of("c"));
        assertThat(thrown).containsExactly(List.of());
        assertThat(arrived()).containsExactly("a", "b", "c");
    }

    @Test
    void pushesAfterTheCheckCountWithThoseBeforeIt() throws Exception {
        factory.setBacklogJobs("3");
        proxyAwayAfter(faktory, Job.of("waits"));
        proxy.clear();
        await().atMost(60, SECONDS).until(() -> arrived().contains("waits"));
        // One transaction may bring what it likes where nothing else is there.
        pusher.commit(() -> faktory.pushAll(List.of(Job.of("c"), Job.of("d"))), faktory, Job.of("a"), Job.of("b"));
        assertThat(arrived()).endsWith("a", "b", "c", "d");
        var thrown = new ArrayList<List<String>>();
        pusher.commit(
                () -> thrown.add(thrownAtTheCommit(
                        () -> faktory.pushAll(List.of(Job.of("never"), Job.of("never"))), Job.of("never"))),
                faktory,
                Job.of("e"));
        assertThat(thrown).hasSize(1);
        assertThat(thrown.get(0)).anyMatch(text -> text.contains("FAKTORY-404"));
        assertThat(arrived()).endsWith("d", "e");
    }
}
