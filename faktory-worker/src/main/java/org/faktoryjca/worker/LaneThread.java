package org.faktoryjca.worker;

import java.time.Duration;
import java.util.Optional;

/**
 * A thread of a group: it works at one lane, until that ends. While jobs are short it lends its lane to a {@link Crew} and sleeps, or
 * leads one and goes from lane to lane; the lane that it has when the crew is over is its own from then on.
 */
final class LaneThread implements Runnable {
    /** What breaks one lane may break the next at once, and there must not be thousands of threads and stacks in the log. */
    static final Duration AFTER_A_BREAK = Duration.ofSeconds(1);

    private final LaneGroup group;
    private final WorkerListener listener;
    private Lane lane;
    private Optional<Crew> led = Optional.empty();

    LaneThread(LaneGroup group, Lane first, WorkerListener listener) {
        this.group = group;
        this.lane = first;
        this.listener = listener;
    }

    @Override
    public void run() {
        var interrupted = false;
        var broke = false;
        group.begun();
        try {
            while (lane.goesOn()) {
                lane.step();
                goOn();
            }
        } catch (InterruptedException e) {
            // The container wants its thread back: as a stop, and it may look at the flag. Another lane takes this
            // one's place.
            interrupted = true;
        } catch (RuntimeException | Error e) {
            // A fault of ours, or of a handler that has no place to give. Another lane takes this one's place.
            broke = true;
            listener.on(new WorkerEvent.Troubled("a lane broke, and another takes its place", e));
        } finally {
            led.ifPresent(Crew::dissolve);
            if (end(broke) || interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives the lane back; answers whether the thread was interrupted meanwhile. */
    private boolean end(boolean broke) {
        try {
            lane.end();
            if (broke) {
                group.gate().pause(AFTER_A_BREAK);
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        } finally {
            group.ended(lane.isRetired());
        }
    }

    /** To the lane of the next step. */
    private void goOn() {
        if (led.isPresent()) {
            lane = led.get().next(lane);
            led = led.filter(crew -> !crew.isOver());
        } else if (lane.asksForCrew()) {
            var own = new Crew();
            var entered = group.crews().enter(lane, own);
            if (entered == own) {
                led = Optional.of(own);
            } else {
                lane = entered.sleep();
            }
        }
    }
}
