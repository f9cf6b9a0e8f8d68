package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.junit.jupiter.api.Test;

class OutageTest {
    private final MovedTime time = new MovedTime();
    private final HeardEvents heard = new HeardEvents();
    private final Outage outage = new Outage(heard, time);
    private final ConnectionLostException cause =
            new ConnectionLostException(ErrorCode.CONNECTION_LOST, "tried to fetch", null);

    @Test
    void anOutageIsToldOnceAtItsBeginningAndOnceAtItsEnd() {
        var first = outage.reached();
        assertThat(heard.of(WorkerEvent.class)).isEmpty();

        outage.lost(cause, first);
        outage.lost(cause, first);
        outage.lost(cause);
        time.move(Duration.ofSeconds(7));
        outage.reached();
        outage.reached();

        assertThat(heard.of(WorkerEvent.class))
                .containsExactly(
                        new WorkerEvent.ConnectionLost(cause), new WorkerEvent.Reconnected(Duration.ofSeconds(7)));
    }

    @Test
    void aConnectionFromBeforeAnOutageThatIsFoundBrokenAfterItIsNoNews() {
        var before = outage.reached();
        outage.lost(cause, before);
        var after = outage.reached();

        outage.lost(cause, before);
        assertThat(heard.of(WorkerEvent.ConnectionLost.class)).hasSize(1);

        outage.lost(cause, after);
        assertThat(heard.of(WorkerEvent.ConnectionLost.class)).hasSize(2);
    }
}
