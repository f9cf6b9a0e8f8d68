package org.faktoryjca.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.client.settings.ServerAddress;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.wire.BrokenReplyException;
import org.faktoryjca.client.wire.Command;
import org.faktoryjca.client.wire.Reply;

/**
 * Commands and their replies, one after the other, until the first thing that leaves it unclear whose reply comes next: then
 * it ends. Which commands there are is no business of its own. Not thread-safe, but for {@link #abort()}.
 */
final class Exchange {
    static final byte[] END_OF_LINE = {'\r', '\n'};

    private static final System.Logger LOG = System.getLogger("org.faktoryjca.client");

    private final ServerAddress address;
    private final Duration readTimeout;
    private final Transport transport;
    private final WireLog wireLog;
    private final LongSupplier nanoTime;
    private final Failures failures;
    private final OutgoingLine line = new OutgoingLine();
    private long usedNanos;
    private Optional<Command<?>> owed = Optional.empty();
    private long owedSince;
    private Optional<String> ended = Optional.empty();

    private Exchange(
            ServerAddress address, Duration readTimeout, Transport transport, WireLog wireLog, LongSupplier nanoTime) {
        this.address = address;
        this.readTimeout = readTimeout;
        this.transport = transport;
        this.wireLog = wireLog;
        this.nanoTime = nanoTime;
        this.failures = new Failures(address);
        this.usedNanos = nanoTime.getAsLong();
    }

    /** Connects and shakes hands; throws as {@link Connection#open(ServerSettings)}. */
    static Exchange open(ServerSettings settings, Optional<WorkerIdentity> worker, LongSupplier nanoTime) {
        return open(settings, worker, nanoTime, new StepTime(settings.connectTimeout()));
    }

    /** The same in this time. */
    static Exchange open(
            ServerSettings settings, Optional<WorkerIdentity> worker, LongSupplier nanoTime, StepTime time) {
        var address = settings.address();
        var socket = new Dialer(settings, address, time).dial();
        Transport transport;
        try {
            transport = new Transport(socket);
        } catch (IOException e) {
            throw new CannotConnectException(
                    ErrorCode.CONNECT_FAILED, "connected to " + address + ": the connection broke at once", e);
        }
        var wireLog = new WireLog(settings.wireLog());
        wireLog.opened(address.display());
        var exchange = new Exchange(address, settings.readTimeout(), transport, wireLog, nanoTime);
        var greeted = false;
        try {
            new Handshake(transport, wireLog, address, time.next()).shake(worker);
            greeted = true;
            return exchange;
        } finally {
            if (!greeted) {
                exchange.hangUp("the handshake failed");
            }
        }
    }

    ServerAddress address() {
        return address;
    }

    Failures failures() {
        return failures;
    }

    /** Says a command and hears its reply. */
    <R> R call(Command<R> command) {
        say(command);
        return hear(command);
    }

    /** Says a command, whose reply must be heard next. */
    void say(Command<?> command) {
        begin(command);
        line.begin();
        add(command);
        write(command);
    }

    /**
     * Says two in one write, a report and a FETCH; the reply to the second is owed from then on. Without a look whether the server has
     * hung up. It would cost a millisecond after each job that takes longer than {@link Connection#FRESH}, and all later reads
     * more (see {@link Transport}), and save nothing: a server that has hung up reads neither of the two, so no job is reserved,
     * the missing reply tells, and the report is made again on a new connection.
     */
    void say(Command<?> first, Command<?> second) {
        checkFree(first);
        line.begin();
        add(first);
        add(second);
        write(first);
        owe(second);
    }

    /** From now on nothing else may be said, until the reply to this one has been heard. */
    void owe(Command<?> command) {
        owed = Optional.of(command);
        owedSince = nanoTime.getAsLong();
    }

    /** Whether such a command was said that has not been answered. */
    boolean owes(Class<? extends Command<?>> kind) {
        return owed.isPresent() && kind.isInstance(owed.get());
    }

    /**
     * The command of this kind that was said and has not been answered.
     *
     * @throws IllegalStateException if there is none
     */
    <C extends Command<?>> C owed(Class<C> kind, String name) {
        return owed.filter(kind::isInstance)
                .map(kind::cast)
                .orElseThrow(() -> new IllegalStateException("no " + name + " is under way at " + address));
    }

    /** The reply to a command that was said. */
    <R> R hear(Command<R> command) {
        if (owed.isPresent() && owed.get() == command) {
            owed = Optional.empty();
        }
        var reply = await(command);
        if (reply instanceof Reply.Refusal refusal) {
            var refused = failures.refused(command, refusal.reason());
            if (command.mayBreakLines() || Failures.isTheEnd(command, refused)) {
                hangUp(refusal.reason());
            }
            throw refused;
        }
        try {
            return command.read(reply);
        } catch (IOException e) {
            throw unknown(ErrorCode.PROTOCOL_BROKEN, command, e.getMessage(), e);
        }
    }

    /** The reply to the command that is owed one, if it begins to arrive in time; silence since it was said is an error as always. */
    <R> Optional<R> hear(Command<R> command, Duration patience) {
        var silence = readTimeout.minusNanos(nanoTime.getAsLong() - owedSince);
        var hurried = patience.compareTo(silence) < 0;
        if (!transport.hasReply(hurried ? patience : silence)) {
            if (hurried) {
                return Optional.empty();
            }
            throw unknown(ErrorCode.READ_TIMEOUT, command, noReply(), null);
        }
        return Optional.of(hear(command));
    }

    private void begin(Command<?> command) {
        checkFree(command);
        if (!isFresh() && transport.isStale()) {
            hangUp("the server had closed it");
            throw failures.lost(command);
        }
    }

    private void checkFree(Command<?> command) {
        if (ended.isPresent()) {
            throw failures.closed(command, ended.get());
        }
        if (owed.isPresent()) {
            throw failures.tooSoon(command, owed.get());
        }
    }

    private void add(Command<?> command) {
        var from = line.size();
        command.writeTo(line);
        wireLog.sent(line.bytes(), from, line.size() - from);
        line.writeBytes(END_OF_LINE);
    }

    private void write(Command<?> command) {
        try {
            transport.write(line.bytes(), line.size(), readTimeout);
        } catch (SocketTimeoutException e) {
            throw unknown(
                    ErrorCode.READ_TIMEOUT, command, "it was not taken within " + readTimeout.toMillis() + " ms", e);
        } catch (IOException e) {
            throw broke(command, e);
        }
    }

    private Reply await(Command<?> command) {
        try {
            var reply = transport.read(readTimeout);
            wireLog.received(reply);
            usedNanos = nanoTime.getAsLong();
            return reply;
        } catch (SocketTimeoutException e) {
            throw unknown(ErrorCode.READ_TIMEOUT, command, noReply(), e);
        } catch (BrokenReplyException e) {
            throw unknown(ErrorCode.PROTOCOL_BROKEN, command, e.getMessage(), e);
        } catch (IOException e) {
            throw broke(command, e);
        } catch (Error e) {
            // Out of memory, for one: nobody knows any more where the next reply begins.
            hangUp(e.toString());
            throw e;
        }
    }

    private String noReply() {
        return "no reply within " + readTimeout.toMillis() + " ms";
    }

    private OutcomeUnknownException broke(Command<?> command, IOException e) {
        return unknown(ErrorCode.OUTCOME_UNKNOWN, command, "the connection broke (" + e.getMessage() + ")", e);
    }

    private OutcomeUnknownException unknown(ErrorCode code, Command<?> command, String what, IOException cause) {
        hangUp(what);
        return failures.unknown(code, command, what, cause);
    }

    boolean isFresh() {
        return nanoTime.getAsLong() - usedNanos <= Connection.FRESH.toNanos();
    }

    boolean isStale() {
        return ended.isPresent() || transport.isStale();
    }

    boolean isOpen() {
        return ended.isEmpty();
    }

    /** Says END and hangs up, unless it has ended. */
    void end(String why) {
        if (ended.isPresent()) {
            return;
        }
        try {
            wireLog.sent("END".getBytes(StandardCharsets.US_ASCII), 0, 3);
            transport.write("END\r\n".getBytes(StandardCharsets.US_ASCII), 5);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "END could not be said to " + address, e);
        }
        hangUp(why);
    }

    private void hangUp(String why) {
        ended = Optional.of(why);
        owed = Optional.empty();
        wireLog.closed();
        abort();
    }

    /** Breaks the connection under whoever is held up in it. For any thread. */
    void abort() {
        try {
            transport.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection to " + address + " was not closed cleanly", e);
        }
    }

    /** The connection's number in the wire log, the server, and whether it is open. */
    @Override
    public String toString() {
        return "connection " + wireLog.id() + " to " + address
                + ended.map(why -> " (closed: " + why + ")").orElse("");
    }
}
