package org.faktoryjca.testing.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Another clock's time plus what it was advanced by. */
final class MovableClock extends Clock {

    private final Clock base;
    private volatile Duration ahead = Duration.ZERO;

    MovableClock(Clock base) {
        this.base = base;
    }

    /** Forward only: a time that is past already changes nothing. */
    synchronized void advanceTo(Instant time) {
        var missing = Duration.between(instant(), time);
        if (!missing.isNegative()) {
            ahead = ahead.plus(missing);
        }
    }

    synchronized void reset() {
        ahead = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return base.withZone(zone);
    }
}
