package org.faktoryjca;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * How a worker is at one moment: for a health check, which asks each time anew. Immutable.
 *
 * <p>In an application server, and anywhere else in a process, {@link #ofWorkers()} finds the workers by their MBeans. A Java SE
 * worker answers for itself.
 *
 * @param server the work server, as {@code host:port}
 * @param wid as what the server knows the worker
 * @param state {@code NEW}, {@code RUNNING}, {@code QUIET}, {@code STOPPED} or {@code CLOSED}
 * @param connected whether the server was reached at the last try
 * @param sinceHeartbeat how long ago the server last answered a heartbeat; empty before the first
 * @param lanes how many threads fetch and run jobs
 * @param unserved how many sets of queues should be served and have no such thread
 */
public record FaktoryHealth(
        String server,
        String wid,
        String state,
        boolean connected,
        Optional<Duration> sinceHeartbeat,
        int lanes,
        int unserved) {

    /** After so long without a heartbeat the server gives a worker up. */
    public static final Duration HEARTBEAT_LIMIT = Duration.ofSeconds(60);

    private static final String WORKERS = "org.faktoryjca:type=Worker,*";
    private static final String[] ATTRIBUTES = {
        "Server", "Wid", "State", "Connected", "MillisSinceHeartbeat", "Lanes", "UnservedQueues"
    };

    /** Whether jobs are worked on: {@link #troubles()} has none. A quiet worker is up: it does what it was told. */
    public boolean isUp() {
        return troubles().isEmpty();
    }

    /** What keeps the worker from its work, each in a sentence for an operator. */
    public List<String> troubles() {
        var troubles = new ArrayList<String>();
        if (!state.equals("RUNNING") && !state.equals("QUIET")) {
            troubles.add("worker " + wid + " of " + server + " does not run: it is " + state);
            return List.copyOf(troubles);
        }
        if (!connected) {
            troubles.add(server + " cannot be reached; it is tried again until it can");
        }
        if (sinceHeartbeat.isEmpty()) {
            troubles.add(server + " has not answered a heartbeat of worker " + wid + " yet");
        } else if (sinceHeartbeat.get().compareTo(HEARTBEAT_LIMIT) >= 0) {
            troubles.add(server + " has answered no heartbeat of worker " + wid + " for "
                    + sinceHeartbeat.get().toSeconds() + " s");
        }
        if (unserved > 0) {
            troubles.add("worker " + wid + " has no thread for " + unserved
                    + (unserved == 1 ? " set of queues" : " sets of queues"));
        }
        return List.copyOf(troubles);
    }

    /**
     * The health of every worker of this process, whoever started it: asked of the platform's MBeanServer, where each worker is
     * registered from its first handler to its end.
     *
     * @return empty if there is none, which an application with message-driven beans should take for a trouble of its own
     */
    public static List<FaktoryHealth> ofWorkers() {
        var server = ManagementFactory.getPlatformMBeanServer();
        var workers = new ArrayList<FaktoryHealth>();
        for (var name : server.queryNames(workers(), null)) {
            try {
                workers.add(of(server.getAttributes(name, ATTRIBUTES).asList().stream()
                        .map(attribute -> attribute.getValue())
                        .toArray()));
            } catch (InstanceNotFoundException e) {
                // It has ended since its name was found.
                continue;
            } catch (JMException e) {
                throw new IllegalStateException("the MBean " + name + " cannot be read: " + e, e);
            }
        }
        return List.copyOf(workers);
    }

    private static ObjectName workers() {
        try {
            return new ObjectName(WORKERS);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FaktoryHealth of(Object[] values) {
        if (values.length != ATTRIBUTES.length) {
            throw new IllegalStateException("a worker's MBean lacks some of its attributes: is it of another version?");
        }
        var millis = (Long) values[4];
        return new FaktoryHealth(
                (String) values[0],
                (String) values[1],
                (String) values[2],
                (Boolean) values[3],
                millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis)),
                (Integer) values[5],
                (Integer) values[6]);
    }
}
