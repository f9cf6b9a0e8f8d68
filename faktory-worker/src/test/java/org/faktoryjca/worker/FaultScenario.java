package org.faktoryjca.worker;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;

/**
 * A fault, when it comes, and what it may cost.
 *
 * @param name what happens
 * @param faults how often, each of which is one outage at most
 * @param duplicates how many jobs may run a second time, by the table of outcomes
 * @param failing whether every third job fails once
 * @param disturbance does it, while jobs run, and ends it
 */
record FaultScenario(String name, int faults, int duplicates, boolean failing, Disturbance disturbance) {
    /** Faktory's own limit of connections. */
    private static final int CONNECTIONS = 2000;

    /** One bit in the wid of each BEAT is another: the seed is one of those that hit the wid, and leave a letter or digit. */
    private static final Fault ANOTHER_WID =
            Fault.garble(98).in(Direction.TO_SERVER).at("BEAT").after("BEAT {\"wid\":\"".length());

    /** What is done to a run, and to its worker. */
    @FunctionalInterface
    interface Disturbance {
        void disturb(FaultRun run, Worker worker) throws Exception;
    }

    /** Of jobs that succeed, if nothing goes wrong. */
    FaultScenario(String name, int faults, int duplicates, Disturbance disturbance) {
        this(name, faults, duplicates, false, disturbance);
    }

    /** The same for jobs of which every third fails once; it ends when Faktory has retried these. */
    FaultScenario withFailures() {
        return new FaultScenario("jobs that fail: " + name, faults, duplicates, true, (run, worker) -> {
            disturbance.disturb(run, worker);
            run.stretch(Duration.ZERO);
            run.awaitRetried();
        });
    }

    static List<FaultScenario> all() {
        return List.of(
                kill(),
                new FaultScenario("shutdown in progress", 2, 0, (run, worker) -> {
                    for (int time = 1; time <= 2; time++) {
                        run.awaitShare(time, 4);
                        run.restart(() -> {});
                    }
                }),
                pulses(
                        "cut before an ACK arrives",
                        Fault.cut().in(Direction.TO_SERVER).at("ACK")),
                cutInAck(),
                pulses(
                        "cut before the reply to an ACK",
                        Fault.cut().in(Direction.TO_CLIENT).at("ACK")),
                cutBetweenReplies(),
                pulses("half-open: replies end", Fault.halfClose().in(Direction.TO_CLIENT)),
                pulses("half-open: commands end", Fault.halfClose().in(Direction.TO_SERVER)),
                stall(),
                new FaultScenario("garbled replies", 4, FaultRun.LANES * 4, (run, worker) -> {
                    for (int time = 1; time <= 4; time++) {
                        run.awaitShare(time, 6);
                        var before = run.proxy().accepted();
                        run.proxy().set(Fault.garble(time).in(Direction.TO_CLIENT));
                        run.awaitAccepted(before + FaultRun.LANES / 2);
                        run.proxy().clear();
                    }
                }),
                new FaultScenario("too many connections", 1, 0, (run, worker) -> fillUp(run)),
                new FaultScenario("unknown worker", 1, 0, (run, worker) -> {
                    run.awaitShare(1, 3);
                    run.proxy().set(ANOTHER_WID);
                    run.awaitTold(Duration.ofSeconds(30), "unknown worker");
                    run.proxy().clear();
                }),
                new FaultScenario("given up for want of heartbeats", 1, 0, (run, worker) -> {
                    run.awaitShare(1, 3);
                    // Longer than the server takes for it, so that jobs run when it comes.
                    run.stretch(Duration.ofSeconds(100));
                    run.proxy().set(Fault.silence().in(Direction.TO_SERVER).at("BEAT"));
                    run.awaitGivenUp();
                    run.proxy().clear();
                    run.stretch(Duration.ZERO);
                }));
    }

    /** Those that meet a thread in the middle of what it does for several connections. */
    static List<FaultScenario> ofShortJobs() {
        return List.of(kill(), cutInAck(), cutBetweenReplies());
    }

    static FaultScenario kill() {
        return new FaultScenario("kill -9 and restart of Faktory", 3, 0, (run, worker) -> {
            for (int time = 1; time <= 3; time++) {
                run.awaitShare(time, 5);
                run.restart(() -> run.server().crash());
            }
        });
    }

    static FaultScenario stall() {
        return new FaultScenario("stalled socket", 1, 0, (run, worker) -> {
            run.awaitShare(1, 3);
            run.proxy().set(Fault.silence());
            run.awaitDisconnected();
            run.proxy().clear();
        });
    }

    private static FaultScenario cutInAck() {
        return pulses(
                "cut in the middle of an ACK",
                Fault.cut().in(Direction.TO_SERVER).at("ACK").after(9));
    }

    private static FaultScenario cutBetweenReplies() {
        return pulses(
                "cut between the replies to ACK and FETCH",
                Fault.cut().in(Direction.TO_CLIENT).at("ACK").after(5));
    }

    private static FaultScenario pulses(String name, Fault fault) {
        return pulses(name, fault, 6);
    }

    /** A fault that comes four times: after each of the first four of so many shares of the jobs. */
    static FaultScenario pulses(String name, Fault fault, int shares) {
        return new FaultScenario(name, 4, 0, (run, worker) -> {
            for (int time = 1; time <= 4; time++) {
                run.awaitShare(time, shares);
                var before = run.proxy().accepted();
                run.proxy().set(fault);
                run.awaitAccepted(before + FaultRun.LANES / 2);
                run.proxy().clear();
            }
        });
    }

    /** Takes every connection that the server has to give, cuts the worker's, and gives them back after a while. */
    private static void fillUp(FaultRun run) throws IOException {
        run.awaitShare(1, 3);
        var hogs = new ArrayList<Socket>();
        try {
            run.proxy().set(Fault.refuse());
            run.cutAll();
            for (int i = 0; i < CONNECTIONS + 2; i++) {
                var hog = new Socket(run.server().host(), run.server().port());
                hogs.add(hog);
                hog.getOutputStream().write("HELLO {\"v\":2}\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            run.proxy().clear();
            run.awaitTold(Duration.ofSeconds(30), "too many connections");
        } finally {
            for (var hog : hogs) {
                hog.close();
            }
        }
    }
}
