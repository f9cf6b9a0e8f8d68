package org.faktoryjca.worker;

import java.util.Optional;

/**
 * A thread of a group: it works at one lane, until that ends. While jobs are short it lends its lane to a {@link Crew} and sleeps, or
 * leads one and goes from lane to lane; the lane that it has when the crew is over is its own from then on.
 */
final class LaneThread implements Runnable {
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
        group.begun();
        try {
            while (lane.goesOn()) {
                lane.step();
                goOn();
            }
        } catch (InterruptedException e) {
            // The container wants its thread back: as a stop, and it may look at the flag.
            interrupted = true;
        } catch (RuntimeException | Error e) {
            // A fault of ours. Another lane takes this one's place.
            listener.on(new WorkerEvent.Troubled("a lane broke, and another takes its place", e));
        } finally {
            led.ifPresent(Crew::dissolve);
            end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end() {
        try {
            lane.end();
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
