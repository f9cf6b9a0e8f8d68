package org.faktoryjca.it.app.pushes;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A row that a job speaks of. */
@Entity
public class PushRow {
    @Id
    private String id;

    /** For JPA. */
    protected PushRow() {}

    PushRow(String id) {
        this.id = id;
    }

    /** Its key. */
    public String getId() {
        return id;
    }
}
