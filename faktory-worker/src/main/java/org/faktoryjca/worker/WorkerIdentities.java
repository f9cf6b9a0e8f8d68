package org.faktoryjca.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.faktoryjca.client.WorkerIdentity;

/** Names for workers: what the server's pages show of this process. */
public final class WorkerIdentities {
    private static final SecureRandom RANDOM = new SecureRandom();

    private WorkerIdentities() {}

    /** A new worker of this process: a wid of its own, the machine's name, the process's id. */
    public static WorkerIdentity fresh(List<String> labels) {
        var bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return new WorkerIdentity(
                HexFormat.of().formatHex(bytes),
                hostname(),
                (int) ProcessHandle.current().pid(),
                labels);
    }

    /** The same worker under a wid of its own: to the server, a state never goes back. */
    static WorkerIdentity renewed(WorkerIdentity before) {
        return fresh(before.labels());
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A machine without a name of its own, as containers may be.
            return "localhost";
        }
    }
}
