package org.faktoryjca.client;

import java.io.IOException;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ClosedException;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.UnsupportedByServerException;
import org.faktoryjca.client.settings.ServerAddress;
import org.faktoryjca.client.wire.AdminCommand;
import org.faktoryjca.client.wire.Command;
import org.faktoryjca.client.wire.PushCommand;

/** What a conversation's exceptions say: what was tried, with which server, and what came of it. */
record Failures(ServerAddress address) {

    String tried(Command<?> command) {
        return "tried " + command.what() + " at " + address;
    }

    ClosedException closed(Command<?> command, String why) {
        return new ClosedException(
                "tried " + command.what() + " on a connection to " + address + " that is closed: " + why);
    }

    ConnectionLostException lost(Command<?> command) {
        return new ConnectionLostException(
                ErrorCode.CONNECTION_LOST,
                "tried " + command.what() + " on a connection to " + address + " that the server has closed",
                null);
    }

    IllegalStateException tooSoon(Command<?> command, Command<?> before) {
        return new IllegalStateException(tried(command) + " before the reply of " + before.what() + " was read");
    }

    OutcomeUnknownException unknown(ErrorCode code, Command<?> command, String what, IOException cause) {
        return new OutcomeUnknownException(code, tried(command) + ": " + what, cause);
    }

    RejectedException rejected(Command<?> command, String reason) {
        var code = command instanceof PushCommand ? ErrorCode.REJECTED : ErrorCode.SERVER_ERROR;
        return new RejectedException(code, tried(command), reason);
    }

    /** What the server's words about the one job of a push mean. */
    FaktoryException notTaken(PushCommand<?> push, String words) {
        return Verdict.of(words) == Verdict.REFUSED
                ? rejected(push, words)
                : Verdict.outcomeUnknown(tried(push), words);
    }

    /** What the server's words mean; {@link #isTheEnd} says whether there is a conversation afterwards. */
    FaktoryException refused(Command<?> command, String reason) {
        if (reason.startsWith("too many connections")) {
            // Said to a command, because the server says OK to the HELLO before it counts.
            return new CannotConnectException(
                    ErrorCode.TOO_MANY_CONNECTIONS, tried(command) + ": " + reason + "; nothing was carried out", null);
        }
        if (reason.startsWith("shutdown in progress") || reason.startsWith("SHUTDOWN")) {
            return new ConnectionLostException(
                    ErrorCode.CONNECTION_LOST, tried(command) + ": the server is stopping (" + reason + ")", null);
        }
        if (Verdict.of(reason) == Verdict.TROUBLE) {
            return Verdict.outcomeUnknown(tried(command), reason);
        }
        if (reason.startsWith("unknown command") || reason.contains("only available in Faktory Enterprise")) {
            return new UnsupportedByServerException(
                    ErrorCode.UNSUPPORTED, tried(command) + ": the server does not offer it (" + reason + ")", null);
        }
        return rejected(command, reason);
    }

    /**
     * Whether nothing more can be said after this. Trouble of the server's own is the end for who pushes, who has a pool of connections; a
     * worker's conversation goes on, because a FETCH that follows must be read.
     */
    static boolean isTheEnd(Command<?> command, FaktoryException refusal) {
        if (refusal.code() == ErrorCode.SERVER_TROUBLE) {
            return command instanceof PushCommand || command instanceof AdminCommand;
        }
        return !(refusal instanceof RejectedException || refusal instanceof UnsupportedByServerException);
    }
}
