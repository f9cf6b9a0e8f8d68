package org.faktoryjca.example;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;

/** A row of the board: one job that was ordered, and how far it has come. */
@Entity
@Table(name = "EXAMPLE_JOB")
public class BoardItem implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 500;

    @Id
    @Column(name = "ID", length = 40)
    private String id;

    @Column(name = "KIND", length = 20, nullable = false)
    private String kind;

    @Column(name = "TITLE", length = 200, nullable = false)
    private String title;

    @Column(name = "JID", length = 60)
    private String jid;

    @Enumerated(EnumType.STRING)
    @Column(name = "PROGRESS", length = 10, nullable = false)
    private State state;

    @Column(name = "MESSAGE", length = LONGEST)
    private String message;

    @Column(name = "RESULT_FILE", length = LONGEST)
    private String file;

    @Column(name = "ORDERED_AT", nullable = false)
    private long orderedAt;

    /** 0 until then: the one number that no time of ours can be. */
    @Column(name = "STARTED_AT", nullable = false)
    private long startedAt;

    @Column(name = "ENDED_AT", nullable = false)
    private long endedAt;

    /** For the persistence provider. */
    protected BoardItem() {}

    /** A job that is about to be pushed. */
    public BoardItem(String id, String kind, String title) {
        this.id = id;
        this.kind = kind;
        this.title = title;
        this.state = State.QUEUED;
        this.orderedAt = System.currentTimeMillis();
    }

    /** The row's key, which the job carries as its first argument. */
    public String getId() {
        return id;
    }

    /** What is to be done: thumbnail, digest or failure. */
    public String getKind() {
        return kind;
    }

    /** What a person calls it. */
    public String getTitle() {
        return title;
    }

    /** The job's id at the work server. */
    public String getJid() {
        return jid;
    }

    /** Remembers the job's id. */
    public void setJid(String jid) {
        this.jid = jid;
    }

    /** How far it has come. */
    public State getState() {
        return state;
    }

    /** What there is to say about it. */
    public Optional<String> message() {
        return Optional.ofNullable(message);
    }

    /** The file that came of it. */
    public Optional<String> file() {
        return Optional.ofNullable(file);
    }

    /** When it was ordered, in milliseconds since 1970. */
    public long getOrderedAt() {
        return orderedAt;
    }

    /** When a bean last took it up, in milliseconds since 1970; empty if none has. */
    public OptionalLong startedAt() {
        return time(startedAt);
    }

    /** When that execution ended, well or not, in milliseconds since 1970; empty if it has not. */
    public OptionalLong endedAt() {
        return time(endedAt);
    }

    private static OptionalLong time(long millis) {
        return millis == 0 ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    void move(State next, String what, String result) {
        state = next;
        message = what == null || what.length() <= LONGEST ? what : what.substring(0, LONGEST);
        file = result;
        var now = System.currentTimeMillis();
        if (next == State.RUNNING) {
            // Perhaps not for the first time: a retry begins anew.
            startedAt = now;
            endedAt = 0;
        } else {
            endedAt = now;
        }
    }
}
