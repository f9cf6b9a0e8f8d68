package org.faktoryjca.worker;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.faktoryjca.FaktoryHealth;

/**
 * Registers a worker on the platform's MBeanServer, under the name of the day, and takes it away at its end: the server would keep
 * it, and its class loader, for ever. Registering is guarded by its shifts.
 */
final class WorkerManagement implements WorkerMXBean {
    private final Shifts worker;
    private final Runnable resume;
    private final WorkerListener listener;
    private Optional<ObjectName> name = Optional.empty();

    WorkerManagement(Shifts worker, Runnable resume, WorkerListener listener) {
        this.worker = worker;
        this.resume = resume;
        this.listener = listener;
    }

    /** Under the wid that the worker has now. A worker that cannot be registered works all the same. */
    void register(String server, String wid) {
        unregister();
        try {
            var next = new ObjectName("org.faktoryjca:type=Worker,name=" + ObjectName.quote(server) + ",wid=" + wid);
            ManagementFactory.getPlatformMBeanServer().registerMBean(this, next);
            name = Optional.of(next);
        } catch (JMException | SecurityException e) {
            listener.on(new WorkerEvent.Troubled("worker " + wid + " is not to be seen by JMX", e));
        }
    }

    void unregister() {
        try {
            if (name.isPresent()) {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name.get());
            }
        } catch (InstanceNotFoundException e) {
            // Someone else has taken it away, which is what was wanted.
            name = Optional.empty();
        } catch (JMException | SecurityException e) {
            listener.on(new WorkerEvent.Troubled("the MBean " + name.get() + " stays behind", e));
        }
        name = Optional.empty();
    }

    private FaktoryHealth health() {
        return worker.health();
    }

    @Override
    public String getServer() {
        return health().server();
    }

    @Override
    public String getWid() {
        return health().wid();
    }

    @Override
    public String[] getLabels() {
        return worker.identity().labels().toArray(String[]::new);
    }

    @Override
    public String getState() {
        return health().state();
    }

    @Override
    public int getBusy() {
        return worker.all().stream().mapToInt(Shift::busy).sum();
    }

    @Override
    public int getLanes() {
        return health().lanes();
    }

    @Override
    public int getUnservedQueues() {
        return health().unserved();
    }

    @Override
    public long getProcessed() {
        return worker.counts().processed();
    }

    @Override
    public long getFailed() {
        return worker.counts().failed();
    }

    @Override
    public long getReconnects() {
        return worker.counts().reconnects();
    }

    @Override
    public boolean isConnected() {
        return health().connected();
    }

    @Override
    public String getLastHeartbeat() {
        return health().sinceHeartbeat()
                .map(since -> worker.now().minus(since).toString())
                .orElse("");
    }

    @Override
    public long getMillisSinceHeartbeat() {
        return health().sinceHeartbeat().map(Duration::toMillis).orElse(-1L);
    }

    @Override
    public boolean isUp() {
        return health().isUp();
    }

    @Override
    public String[] getTroubles() {
        return health().troubles().toArray(String[]::new);
    }

    @Override
    public void quiet() {
        worker.quiet();
    }

    @Override
    public void resume() {
        resume.run();
    }
}
