package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final MovedTime time = new MovedTime();
    private final HeardEvents heard = new HeardEvents();
    private final Outage outage = new Outage(heard, time);
    private final ConnectionLostException cause =
            new ConnectionLostException(ErrorCode.CONNECTION_LOST, "tried to fetch", null);

    private void breaks(int madeAfter) {
        outage.lost(cause, madeAfter);
        outage.troubled();
    }

    private int comesBack() {
        var over = outage.reached();
        outage.untroubled();
        return over;
    }

    private void look(Duration after) {
        time.move(after);
        outage.look();
    }

    @Test
    void anOutageIsToldOnceAtItsBeginningAndOnceAtItsEnd() {
        var first = outage.reached();
        look(Outage.CALM);
        assertThat(heard.of(WorkerEvent.class)).isEmpty();

        breaks(first);
        breaks(first);
        outage.lost(cause);
        look(Duration.ofSeconds(7));
        assertThat(heard.of(WorkerEvent.class)).containsExactly(new WorkerEvent.ConnectionLost(cause));

        comesBack();
        comesBack();
        look(Outage.CALM);
        look(Outage.CALM);
        assertThat(heard.of(WorkerEvent.class))
                .containsExactly(
                        new WorkerEvent.ConnectionLost(cause), new WorkerEvent.Reconnected(Duration.ofSeconds(7)));
    }

    @Test
    void aServerLostAndFoundAgainAndAgainIsOneOutage() {
        var over = outage.reached();
        for (int time = 1; time <= 100; time++) {
            breaks(over);
            look(Outage.CALM.minus(MOMENT));
            over = comesBack();
            look(Outage.CALM.minus(MOMENT));
        }
        assertThat(heard.of(WorkerEvent.class)).containsExactly(new WorkerEvent.ConnectionLost(cause));

        look(MOMENT);
        assertThat(heard.of(WorkerEvent.Reconnected.class)).hasSize(1);
        breaks(over);
        assertThat(heard.of(WorkerEvent.ConnectionLost.class)).hasSize(2);
    }

    @Test
    void itIsNotOverBeforeEachConnectionThatMetItHasHadAnAnswer() {
        var first = outage.reached();
        breaks(first);
        breaks(first);
        comesBack();
        look(Outage.CALM.multipliedBy(2));
        assertThat(outage.isConnected()).isTrue();
        assertThat(heard.of(WorkerEvent.Reconnected.class)).isEmpty();

        comesBack();
        look(Outage.CALM);
        assertThat(heard.of(WorkerEvent.Reconnected.class)).hasSize(1);
    }

    @Test
    void eachKindOfRefusalIsToldOnceUntilItIsOver() {
        outage.reached();
        for (int time = 1; time <= 3; time++) {
            outage.refused("FETCH", "FETCH", cause);
            outage.troubled();
            outage.refused("report", "the report of job " + time, cause);
            outage.troubled();
        }
        assertThat(heard.of(WorkerEvent.class))
                .containsExactly(
                        new WorkerEvent.Refused("FETCH", cause), new WorkerEvent.Refused("the report of job 1", cause));

        for (int time = 1; time <= 6; time++) {
            outage.untroubled();
        }
        look(Outage.CALM);
        assertThat(heard.of(WorkerEvent.Reconnected.class)).hasSize(1);
        outage.refused("FETCH", "FETCH", cause);
        assertThat(heard.of(WorkerEvent.Refused.class)).hasSize(3);
    }

    @Test
    void aConnectionFromBeforeAnOutageThatIsFoundBrokenAfterItIsNoNews() {
        var before = outage.reached();
        breaks(before);
        var after = comesBack();
        look(Outage.CALM);

        breaks(before);
        assertThat(heard.of(WorkerEvent.ConnectionLost.class)).hasSize(1);
        assertThat(outage.isConnected()).isTrue();

        breaks(after);
        assertThat(heard.of(WorkerEvent.ConnectionLost.class)).hasSize(2);
    }
}
