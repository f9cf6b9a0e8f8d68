package org.faktoryjca.worker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How many lanes a group has, what they do, and how many it may have: the sum of its handlers' concurrency. Thread-safe; nothing
 * here waits but {@link #awaitNone}.
 */
final class LaneCount {
    /** At 2 s each, so that a trickle of jobs does not have lanes come and go with every one of them. */
    private static final int EMPTY_FETCHES_TO_RETIRE = 5;

    // Guarded by this, as all that follows.
    private List<Registration> members = List.of();
    private Optional<Registration> only = Optional.empty();
    private int limit;
    private int lanes;
    private int alive;
    private int busy;
    private int retiring;
    private int numbered;
    private boolean growing;

    /** With this handler; only once, however often it is said. */
    synchronized void join(Registration member) {
        become(Stream.concat(without(member), Stream.of(member)).toList());
    }

    /** Without this handler; answers whether any other is left. */
    synchronized boolean leave(Registration member) {
        become(without(member).toList());
        return !members.isEmpty();
    }

    private Stream<Registration> without(Registration member) {
        return members.stream().filter(other -> other != member);
    }

    private void become(List<Registration> next) {
        members = next;
        only = next.size() == 1 ? Optional.of(next.get(0)) : Optional.empty();
        limit = next.stream().mapToInt(each -> each.handler().concurrency()).sum();
    }

    synchronized List<Registration> members() {
        return members;
    }

    /** The handler, if there is exactly one. */
    synchronized Optional<Registration> only() {
        return only;
    }

    synchronized void busy() {
        busy++;
    }

    synchronized void free() {
        busy--;
    }

    /** Whether all lanes are busy, and another one is allowed. */
    private boolean isShort() {
        return busy >= lanes - retiring && lanes - retiring < limit;
    }

    /** Whether someone should begin to {@link #grow} now: true once, until it has been done. */
    synchronized boolean asksToGrow() {
        if (growing || !isShort()) {
            return false;
        }
        growing = true;
        return true;
    }

    /** The number of a lane that is now counted, and must be started; empty if none is wanted any more. */
    synchronized OptionalInt grow() {
        if (!isShort()) {
            // In the same moment, so that a job that comes now asks anew.
            growing = false;
            return OptionalInt.empty();
        }
        lanes++;
        return OptionalInt.of(++numbered);
    }

    synchronized void stopGrowing() {
        growing = false;
    }

    /** Whether a free lane that had so many empty FETCHes in a row is to end; it counts as gone from then on. */
    synchronized boolean retires(int emptyFetches) {
        var left = lanes - retiring;
        var retires = left > limit || left > 1 && emptyFetches >= EMPTY_FETCHES_TO_RETIRE && busy < left - 1;
        retiring += retires ? 1 : 0;
        return retires;
    }

    /** Whether there are more lanes than there may be. */
    synchronized boolean isCrowded() {
        return lanes - retiring > limit;
    }

    /** Whether there are as many lanes as there may be. */
    synchronized boolean isFull() {
        return lanes - retiring >= limit;
    }

    /** A lane that was counted has its thread. */
    synchronized void begun() {
        alive++;
    }

    /** A lane that was counted gets none. */
    synchronized void notBegun() {
        lanes--;
        notifyAll();
    }

    /**
     * A lane has ended.
     *
     * @param retired whether {@link #retires} told it to
     */
    synchronized void gone(boolean retired) {
        lanes--;
        alive--;
        retiring -= retired ? 1 : 0;
        notifyAll();
    }

    /** How many lanes there are, those included that wait for their thread. */
    synchronized int lanes() {
        return lanes;
    }

    /** How many lanes have their thread. */
    synchronized int alive() {
        return alive;
    }

    /** Waits until no lane is left; false if some are after this time. */
    synchronized boolean awaitNone(Duration atMost) {
        var deadline = System.nanoTime() + atMost.toNanos();
        try {
            for (var left = atMost.toMillis();
                    lanes > 0 && left > 0;
                    left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lanes == 0;
    }
}
