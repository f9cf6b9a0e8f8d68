package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.faktoryjca.Job;
import org.junit.jupiter.api.Test;

/** Which groups fetch nothing when one of several handlers leaves; with threads that are never begun. */
class RosterTest {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final MovedTime time = new MovedTime();
    private final List<LaneGroup> groups = new ArrayList<>();
    private final Handler leaving = handler("one");
    private final Handler staying = handler("two");

    private static Handler handler(String type) {
        return TestWorkers.handler("default", Set.of(type), 1, JobRunner.calling(job -> {}));
    }

    private Roster roster(WorkerListener listener) {
        var roster = new Roster(
                new Router(Duration.ZERO, time),
                queues -> {
                    var group = new LaneGroup(
                            queues,
                            "faktory-test",
                            new Surroundings((name, task) -> {}, listener, time, new SecureRandom()),
                            Runnable::run,
                            LaneGroupTest::lane);
                    groups.add(group);
                    return group;
                },
                listener,
                time);
        roster.add(leaving, new Capacity(1));
        roster.add(staying, new Capacity(1));
        return roster;
    }

    private void drain(Roster roster) {
        List<Job> givenUp = new ArrayList<>();
        roster.drain(leaving, time.nanoTime() + PAUSE.toNanos(), givenUp::add);
        assertThat(givenUp).isEmpty();
    }

    private boolean isHeld() {
        return groups.get(0).intake().isHeld();
    }

    @Test
    void aHandlerPausesItsQueuesAsLongAsItIsServed() {
        var roster = roster(event -> {});
        assertThat(isHeld()).isFalse();
        roster.pause(leaving, PAUSE);
        time.move(PAUSE.minusSeconds(1));
        assertThat(isHeld()).isTrue();
        time.move(Duration.ofSeconds(1));
        assertThat(isHeld()).isFalse();
    }

    @Test
    void oneThatHasLeftPausesNobody() {
        var roster = roster(event -> {});
        drain(roster);
        // A job of its own that was given up, and only now has been refused.
        roster.pause(leaving, PAUSE);
        time.move(Intake.SETTLES);
        assertThat(isHeld()).isFalse();
        assertThat(roster.handlers()).containsExactly(staying);
    }

    @Test
    void whatGoesWrongWhenOneLeavesHoldsNobodyForEver() {
        var roster = roster(event -> {
            throw new OutOfMemoryError("no line can be written");
        });
        assertThatThrownBy(() -> drain(roster)).isInstanceOf(OutOfMemoryError.class);
        time.move(Intake.SETTLES);
        assertThat(isHeld()).isFalse();
    }
}
