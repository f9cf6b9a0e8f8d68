package org.faktoryjca.client.pool;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ClosedException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.client.LazyConnection;
import org.faktoryjca.client.PushSettings;
import org.faktoryjca.client.settings.Secret;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.SettingValues;
import org.faktoryjca.client.settings.SettingsReader;

/**
 * Connections to a work server for plain Java, Spring and whatever else has no Jakarta Connectors: a push leaves at once.
 *
 * <pre>{@code
 * try (var faktory = FaktoryConnections.at("tcp://localhost:7419").build()) {
 *     faktory.push(Job.of("mail", "someone@example.org"));
 * }
 * }</pre>
 *
 * <p>Connections with other passwords than the factory's own have a pool for each password. When there are more than 32, those that
 * were used the longest time ago and are not in use are closed.
 *
 * <p>Thread-safe: one for a whole application. Serialized, it comes back as a new one with the same settings.
 */
public final class FaktoryConnections implements FaktoryConnectionFactory, AutoCloseable {
    private static final long serialVersionUID = 1L;
    private static final int DEFAULT_SIZE = 8;
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(5);

    private final transient Form form;
    private final transient PushSettings settings;
    private final transient GenericObjectPool<LazyConnection> own;

    private final transient OtherPasswords others = new OtherPasswords(this::pool);

    private FaktoryConnections(Form form, PushSettings settings) {
        this.form = form;
        this.settings = settings;
        this.own = pool(settings.server());
    }

    /** One for each password, and not the library's keyed pool, which takes several times as long for each push. */
    private GenericObjectPool<LazyConnection> pool(ServerSettings server) {
        var config = new GenericObjectPoolConfig<LazyConnection>();
        config.setMaxTotal(form.size());
        config.setMaxIdle(form.size());
        config.setMaxWait(
                settings.server().connectTimeout().plus(settings.server().readTimeout()));
        config.setMinEvictableIdleDuration(LONGEST_IDLE);
        config.setTimeBetweenEvictionRuns(LONGEST_IDLE);
        config.setJmxEnabled(false);
        // Nobody reads them, and each push would pay.
        config.setCollectDetailedStatistics(false);
        return new GenericObjectPool<>(new LazyConnections(server), config);
    }

    /** Of the server at this address; nothing is connected before it is used. */
    public static Builder at(String url) {
        return new Builder().set(Setting.URL, url);
    }

    /** Of the server that the environment names: {@code FAKTORY_PROVIDER}, {@code FAKTORY_URL}, or this machine's. */
    public static Builder fromEnvironment() {
        return new Builder();
    }

    @Override
    public FaktoryConnection getConnection() {
        return borrow(own);
    }

    @Override
    public FaktoryConnection getConnection(String password) {
        Objects.requireNonNull(password, "password");
        var server = settings.server().withPassword(Secret.of(password));
        return others.borrow(server, this::borrow);
    }

    private FaktoryConnection borrow(GenericObjectPool<LazyConnection> pool) {
        if (pool.isClosed()) {
            throw closed();
        }
        try {
            return new PooledHandle(pool, pool.borrowObject(), settings);
        } catch (InterruptedException e) {
            if (pool.isClosed()) {
                // So the pool wakes whoever waits for it: the thread is not wanted to end.
                throw closed();
            }
            Thread.currentThread().interrupt();
            throw none("interrupted while waiting for one", e);
        } catch (Exception e) {
            if (pool.isClosed()) {
                throw closed();
            }
            // The pool declares no other: making one of ours does not fail, so it is that none came free.
            throw none("all " + form.size() + " are in use", e);
        }
    }

    static ClosedException closed() {
        return new ClosedException("these connections were closed");
    }

    private static CannotConnectException none(String why, Exception cause) {
        return new CannotConnectException(
                ErrorCode.NO_CONNECTION, "the pool gives no connection to Faktory: " + why, cause);
    }

    /** Closes what is idle at once, and what is in use when it is given back. A second call does nothing. */
    @Override
    public void close() {
        own.close();
        others.close();
    }

    private Object writeReplace() {
        return form;
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("comes back by its settings only");
    }

    /** What is serialized: the settings, as they were when the factory was made. */
    private record Form(SettingValues values, int size) implements Serializable {
        /** The builder's values may be changed later, and are copied. */
        Form {
            values = values.over(new SettingValues());
        }

        private Object readResolve() {
            return new Builder(values, size).build();
        }
    }

    /** Says what the connections are to be; what is changed after {@link #build} is for the next one. Not thread-safe. */
    public static final class Builder {
        private final SettingValues values;
        private int size;

        private Builder() {
            this(new SettingValues(), DEFAULT_SIZE);
        }

        private Builder(SettingValues values, int size) {
            this.values = values;
            this.size = size;
        }

        /**
         * Any setting of a connection factory, by its name in the settings' table, but for those about transactions and what
         * comes after them: there are none here, and {@link #build} refuses them.
         */
        public Builder set(Setting setting, String text) {
            values.set(setting, text);
            return this;
        }

        /** How many connections there are at most for each password; 8 unless set. */
        public Builder poolSize(int connections) {
            if (connections < 1) {
                throw new IllegalArgumentException("a pool has 1 connection or more, and not " + connections);
            }
            this.size = connections;
            return this;
        }

        /**
         * Makes the factory.
         *
         * @throws org.faktoryjca.InvalidSettingsException with everything that is wrong
         */
        public FaktoryConnections build() {
            var reader = new SettingsReader("the connection factory", values);
            reader.only(PushSettings.KNOWN);
            var settings = PushSettings.read(reader);
            reader.check();
            return new FaktoryConnections(new Form(values, size), settings);
        }
    }
}
