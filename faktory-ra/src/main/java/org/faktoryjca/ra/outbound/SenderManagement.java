package org.faktoryjca.ra.outbound;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.faktoryjca.ra.RaLog;

/**
 * Shows a sender on the platform's MBeanServer, and takes it away at its end: the server would keep it, and its class loader, for
 * ever. A sender that cannot be shown works all the same. Registered and unregistered by one thread at a time.
 */
final class SenderManagement implements ConnectionFactoryMXBean, AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Sender sender;
    private Optional<ObjectName> name = Optional.empty();

    private SenderManagement(Sender sender) {
        this.sender = sender;
    }

    static SenderManagement of(Sender sender, FactorySettings settings) {
        var shown = new SenderManagement(sender);
        try {
            var next = new ObjectName("org.faktoryjca:type=ConnectionFactory,name=" + ObjectName.quote(sender.server())
                    + ",queue=" + ObjectName.quote(settings.push().defaults().queue()) + ",id="
                    + NUMBERS.incrementAndGet());
            ManagementFactory.getPlatformMBeanServer().registerMBean(shown, next);
            shown.name = Optional.of(next);
        } catch (JMException | SecurityException e) {
            RaLog.notManaged(sender.server(), e);
        }
        return shown;
    }

    @Override
    public void close() {
        try {
            if (name.isPresent()) {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name.get());
            }
        } catch (InstanceNotFoundException e) {
            // Someone else has taken it away, which is what was wanted.
            name = Optional.empty();
        } catch (JMException | SecurityException e) {
            RaLog.notManaged(sender.server(), e);
        }
        name = Optional.empty();
    }

    @Override
    public String getServer() {
        return sender.server();
    }

    @Override
    public int getBacklogJobs() {
        return sender.state().jobs();
    }

    @Override
    public long getBacklogBytes() {
        return sender.state().bytes();
    }

    @Override
    public long getSent() {
        return sender.state().sent();
    }

    @Override
    public long getRefused() {
        return sender.leftovers().refused();
    }

    @Override
    public long getUnsent() {
        return sender.leftovers().unsent();
    }

    @Override
    public long getUndecided() {
        return sender.leftovers().undecided();
    }

    @Override
    public long getSpilled() {
        return sender.leftovers().spilled();
    }

    @Override
    public boolean isAway() {
        return sender.state().away();
    }

    @Override
    public String getLastContact() {
        return sender.state().lastContact().map(Instant::toString).orElse("");
    }
}
