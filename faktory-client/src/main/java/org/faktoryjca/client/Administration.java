package org.faktoryjca.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.faktoryjca.FaktoryAdmin;
import org.faktoryjca.JobFilter;
import org.faktoryjca.JobSet;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.wire.AdminCommand;
import org.faktoryjca.client.wire.AdminCommand.ChangeQueues;

/** {@link FaktoryAdmin} over whatever holds a conversation with the server: one connection, or one out of a pool. */
public final class Administration implements FaktoryAdmin {
    private final Supplier<? extends Conversation> conversation;

    /** Over this conversation, asked for anew each time: a handle may have been closed, or moved to another connection. */
    public Administration(Supplier<? extends Conversation> conversation) {
        this.conversation = conversation;
    }

    /** Over this connection alone. */
    static Administration over(Connection connection) {
        return new Administration(() -> new Own(connection));
    }

    private record Own(Connection connection) implements Conversation {
        @Override
        public <R> R talk(Function<Connection, R> said) {
            return said.apply(connection);
        }
    }

    @Override
    public Map<String, Long> queues() {
        ServerInfo info = conversation.get().talk(Connection::info);
        return info.queues();
    }

    @Override
    public void pause(Collection<String> queues) {
        say(ChangeQueues.some("PAUSE", List.copyOf(queues)));
    }

    @Override
    public void resume(Collection<String> queues) {
        say(ChangeQueues.some("RESUME", List.copyOf(queues)));
    }

    @Override
    public void remove(Collection<String> queues) {
        say(ChangeQueues.some("REMOVE", List.copyOf(queues)));
    }

    @Override
    public void pauseAll() {
        say(ChangeQueues.all("PAUSE"));
    }

    @Override
    public void resumeAll() {
        say(ChangeQueues.all("RESUME"));
    }

    @Override
    public Map<String, Duration> latency(Collection<String> queues) {
        return say(new AdminCommand.Latency(List.copyOf(queues)));
    }

    @Override
    public JobSet scheduled() {
        return new Jobs("scheduled");
    }

    @Override
    public JobSet retries() {
        return new Jobs("retries");
    }

    @Override
    public JobSet dead() {
        return new Jobs("dead");
    }

    @Override
    public void eraseEverything() {
        conversation.get().talk(connection -> {
            connection.flush();
            return true;
        });
    }

    private <R> R say(AdminCommand<R> command) {
        return conversation.get().talk(connection -> connection.administer(command));
    }

    private final class Jobs implements JobSet {
        private final String set;

        Jobs(String set) {
            this.set = set;
        }

        @Override
        public void requeue(JobFilter filter) {
            say(new AdminCommand.Mutate("requeue", set, filter));
        }

        @Override
        public void kill(JobFilter filter) {
            say(new AdminCommand.Mutate("kill", set, filter));
        }

        @Override
        public void discard(JobFilter filter) {
            say(new AdminCommand.Mutate("discard", set, filter));
        }

        @Override
        public void clear() {
            say(new AdminCommand.Mutate("clear", set, JobFilter.everyJob()));
        }
    }
}
