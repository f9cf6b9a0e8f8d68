package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The JVM of the application server, seen from outside: this one where it is embedded, or that of WildFly's process. */
final class ServerJvm implements AutoCloseable {
    /** Those of the archive and of the tests' applications, and none of the tests themselves. */
    private static final List<String> OURS =
            List.of("org.faktoryjca.ra.", "org.faktoryjca.client.", "org.faktoryjca.worker.", "org.faktoryjca.it.app.");

    private final List<JMXConnector> connector;
    private final MBeanServerConnection beans;

    private ServerJvm(List<JMXConnector> connector, MBeanServerConnection beans) {
        this.connector = connector;
        this.beans = beans;
    }

    static ServerJvm open() throws IOException {
        var wildfly = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("jboss-modules.jar"))
                .findFirst();
        if (wildfly.isEmpty()) {
            return new ServerJvm(List.of(), ManagementFactory.getPlatformMBeanServer());
        }
        var connector = JMXConnectorFactory.connect(new JMXServiceURL(agent(wildfly.get())));
        return new ServerJvm(List.of(connector), connector.getMBeanServerConnection());
    }

    private static String agent(ProcessHandle process) throws IOException {
        try {
            var machine = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    MBeanServerConnection beans() {
        return beans;
    }

    /** The names of this project's MBeans. */
    Set<ObjectName> names() throws IOException, JMException {
        return beans.queryNames(new ObjectName("org.faktoryjca:*"), null);
    }

    /** The MBean of the only worker there is; another one each time that it resumes. */
    ObjectName worker() throws IOException, JMException {
        var workers = beans.queryNames(new ObjectName("org.faktoryjca:type=Worker,*"), null);
        assertThat(workers).as("workers").hasSize(1);
        return workers.iterator().next();
    }

    /** How many jobs all workers are running. */
    int busy() throws IOException, JMException {
        var busy = 0;
        for (var worker : beans.queryNames(new ObjectName("org.faktoryjca:type=Worker,*"), null)) {
            busy += (Integer) beans.getAttribute(worker, "Busy");
        }
        return busy;
    }

    /** All objects that are alive. The dump's file, which is as large, is deleted when it has been read. */
    HeapDump heap() throws IOException, JMException {
        var file = Path.of("target", "heap-" + System.nanoTime() + ".hprof").toAbsolutePath();
        try {
            beans.invoke(
                    new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                    "dumpHeap",
                    new Object[] {file.toString(), true},
                    new String[] {String.class.getName(), "boolean"});
            return HeapDump.read(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** How many class loaders have loaded a class of this name, as the virtual machine itself counts, after a collection. */
    long generations(String name) throws IOException, JMException {
        diagnose("gcClassHistogram");
        return diagnose("vmClassloaders", "show-classes")
                .lines()
                .filter(line -> line.endsWith(" " + name))
                .count();
    }

    private String diagnose(String command, String... arguments) throws IOException, JMException {
        return (String) beans.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                command,
                new Object[] {arguments},
                new String[] {String[].class.getName()});
    }

    /** The names of the threads that are this project's, or run its code. */
    Set<String> threads() throws IOException, JMException {
        var threads = (CompositeData[]) beans.invoke(
                new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                "dumpAllThreads",
                new Object[] {false, false},
                new String[] {"boolean", "boolean"});
        return Stream.of(threads)
                .filter(thread -> isOurs((String) thread.get("threadName"))
                        || Stream.of((CompositeData[]) thread.get("stackTrace"))
                                .anyMatch(
                                        frame -> OURS.stream().anyMatch(((String) frame.get("className"))::startsWith)))
                .map(thread -> (String) thread.get("threadName"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Waits until none of them is left: one that looks after sockets goes when it sees that there are none. */
    void awaitNoThread() {
        await().atMost(Work.PATIENCE)
                .untilAsserted(() -> assertThat(threads()).as("threads").isEmpty());
    }

    private static boolean isOurs(String thread) {
        return thread.matches("faktory-[0-9a-f]{16}.*");
    }

    /** How many threads there are in all. */
    int threadCount() throws IOException, JMException {
        return (Integer) beans.getAttribute(new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "ThreadCount");
    }

    @Override
    public void close() throws IOException {
        for (var open : connector) {
            open.close();
        }
    }
}
