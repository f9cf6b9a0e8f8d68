package org.faktoryjca.it.app.work;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A row by JPA, which writes it when its transaction completes. */
@Entity
public class Entry {
    @Id
    private String id;

    /** Twice the same is found out when it is written. */
    @Column(unique = true)
    private String word;

    /** For JPA. */
    protected Entry() {}

    Entry(String id, String word) {
        this.id = id;
        this.word = word;
    }

    /** Its key. */
    public String getId() {
        return id;
    }
}
