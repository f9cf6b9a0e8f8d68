package org.faktoryjca.it.app.work;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** The table of entries, by JPA. */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class Entries {
    @PersistenceContext
    private EntityManager entities;

    /** In the caller's transaction. */
    public void insert(String id) {
        entities.persist(new Entry(id, id));
    }

    /** A second one with the first one's word, which the database refuses. */
    public void insertTwin(String id) {
        entities.persist(new Entry(id + "-twin", id));
    }

    /** How many of this name others can see. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public long count(String id) {
        return entities.createQuery("select count(e) from Entry e where e.id like :id", Long.class)
                .setParameter("id", id + "%")
                .getSingleResult();
    }
}
