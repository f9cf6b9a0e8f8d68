package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.settings.Queues;
import org.faktoryjca.client.settings.ServerSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The count of lanes, with threads that are never begun. */
class LaneGroupTest {
    private static final int MANY = 100;

    private final HeardEvents heard = new HeardEvents();
    private final List<String> started = new ArrayList<>();
    private boolean noThread;

    private final LaneGroup group = new LaneGroup(
            Queues.parse("a, b"),
            "faktory-test",
            new Surroundings(this::start, heard, new MovedTime(), new SecureRandom()),
            Runnable::run,
            LaneGroupTest::lane);

    @BeforeEach
    void start() {
        group.start();
    }

    private void start(String name, Runnable task) {
        if (noThread) {
            throw new FaktoryException(ErrorCode.NO_THREAD, "the pool is empty");
        }
        started.add(name);
    }

    private static Registration member(int concurrency) {
        return new Registration(TestWorkers.handler("a, b", concurrency, job -> {}), new Capacity(concurrency));
    }

    static Lane lane(LaneGroup group) {
        WorkerListener nobody = event -> {};
        var time = new MovedTime();
        var link = new Link(
                ServerSettings.defaults(),
                WorkerIdentities.fresh(List.of()),
                new Outage(nobody, time),
                new SecureRandom());
        return new Lane(group, link, new Router(Duration.ZERO, time), (handler, pause) -> {}, nobody, time);
    }

    @Test
    void itBeginsWithOneLaneAndTheLastToBecomeBusyStartsAnotherUpToTheLimit() {
        group.join(member(3));
        assertThat(started).containsExactly("faktory-test-lane-1");
        group.busy();
        group.busy();
        assertThat(started).hasSize(3);
        group.busy();
        assertThat(started).hasSize(3);
    }

    @Test
    void aLaneThatIsFreeNeedsNoOther() {
        group.join(member(3));
        group.busy();
        group.free();
        group.busy();
        assertThat(started).hasSize(2);
    }

    @Test
    void ofTwoIdleLanesThatAskAtTheSameTimeOneStays() {
        group.join(member(2));
        group.busy();
        group.free();

        assertThat(group.retires(MANY)).isTrue();
        assertThat(group.retires(MANY)).isFalse();
        group.ended(true);
        assertThat(group.retires(MANY)).isFalse();
        assertThat(group.awaitEnd(Duration.ZERO)).isFalse();
    }

    @Test
    void aLowerLimitEndsOnlyTheLanesBeyondIt() {
        var first = member(2);
        group.join(first);
        group.join(member(2));
        group.busy();
        group.busy();
        group.busy();
        group.free();
        group.free();
        group.free();
        assertThat(started).hasSize(4);

        assertThat(group.leave(first)).isTrue();

        assertThat(group.retires(0)).isTrue();
        assertThat(group.retires(0)).isTrue();
        assertThat(group.retires(0)).isFalse();
        assertThat(group.retires(0)).isFalse();
    }

    @Test
    void aLaneRetiresOnlyAfterSeveralEmptyFetchesAndWhileAnotherIsFree() {
        group.join(member(3));
        group.busy();
        assertThat(group.retires(1)).isFalse();
        assertThat(group.retires(MANY)).as("the only free one").isFalse();
        group.busy();
        group.free();
        assertThat(group.retires(MANY)).as("one of two free ones").isTrue();
    }

    @Test
    void aRetiringLaneIsReplacedWhenTheOthersBecomeBusyBeforeItHasEnded() {
        group.join(member(2));
        group.busy();
        group.free();
        group.retires(MANY);
        group.busy();
        assertThat(started).hasSize(3);
    }

    @Test
    void aBrokenLaneIsReplaced() {
        group.join(member(1));
        group.ended(false);
        assertThat(started).hasSize(2);
        group.gate().close();
        group.ended(false);
        assertThat(started).hasSize(2);
        assertThat(group.awaitEnd(Duration.ZERO)).isTrue();
    }

    @Test
    void withoutAThreadForTheFirstLaneNothingHasChanged() {
        noThread = true;
        assertThatThrownBy(() -> group.join(member(2)))
                .isInstanceOf(FaktoryException.class)
                .hasMessageContaining("FAKTORY-504");
        noThread = false;
        assertThat(group.members()).isEmpty();
        group.join(member(1));
        assertThat(started).hasSize(1);
    }

    @Test
    void withoutAThreadForAnotherLaneThoseThereAreGoOnAndSaySoOnce() {
        group.join(member(3));
        noThread = true;
        group.busy();
        group.free();
        group.busy();
        assertThat(heard.of(WorkerEvent.NoThread.class)).hasSize(1);

        noThread = false;
        group.free();
        group.busy();
        assertThat(started).hasSize(2);
    }

    @Test
    void aClosedGroupStartsNoLane() {
        group.gate().close();
        group.join(member(2));
        assertThat(started).isEmpty();
        assertThat(group.awaitEnd(Duration.ZERO)).isTrue();
    }

    @Test
    void itFetchesInTheOrderOfItsQueues() {
        assertThat(group.order()).containsExactly("a", "b");
    }
}
