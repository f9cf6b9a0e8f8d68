package org.faktoryjca;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link FaktoryConnection#pushAll pushAll} of which not every job is known to have been accepted.
 *
 * <p>Each job of the call is in exactly one of the four groups, by its jid.
 */
public final class PushIncompleteException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> accepted;
    private final LinkedHashMap<String, String> rejected;
    private final ArrayList<String> unknown;
    private final ArrayList<String> notSent;

    /** With the four groups, and what ended the call early, or null if only rejections did. */
    public PushIncompleteException(
            List<String> accepted,
            Map<String, String> rejected,
            List<String> unknown,
            List<String> notSent,
            Throwable cause) {
        super(
                ErrorCode.PUSH_INCOMPLETE,
                "of %d jobs %d were accepted, %d rejected%s, %d have an unknown outcome, %d were not sent"
                        .formatted(
                                accepted.size() + rejected.size() + unknown.size() + notSent.size(),
                                accepted.size(),
                                rejected.size(),
                                rejected.isEmpty()
                                        ? ""
                                        : " (first: "
                                                + rejected.values().iterator().next() + ")",
                                unknown.size(),
                                notSent.size()),
                cause);
        this.accepted = new ArrayList<>(accepted);
        this.rejected = new LinkedHashMap<>(rejected);
        this.unknown = new ArrayList<>(unknown);
        this.notSent = new ArrayList<>(notSent);
    }

    /** The jids that the server has accepted, in the order pushed. */
    public List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** The jids that the server refused, each with the server's words. */
    public Map<String, String> rejected() {
        return Collections.unmodifiableMap(rejected);
    }

    /** The jids sent without a reply, or with one that tells of the server's own trouble: they may be at the server or not. */
    public List<String> unknown() {
        return List.copyOf(unknown);
    }

    /** The jids that were never sent. */
    public List<String> notSent() {
        return List.copyOf(notSent);
    }
}
