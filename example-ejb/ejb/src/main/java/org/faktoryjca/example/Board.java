package org.faktoryjca.example;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows that the page shows. */
@Stateless
public class Board {
    private static final int SHOWN = 200;

    @PersistenceContext(unitName = "example")
    private EntityManager em;

    /** Adds a row, in the caller's transaction. */
    public void add(BoardItem item) {
        em.persist(item);
    }

    /** Says at once, whatever becomes of the caller's transaction, that a bean is at it. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void running(String id) {
        move(id, State.RUNNING, null, null);
    }

    /** Says that it is done, if the caller's transaction commits. */
    public void done(String id, String message, String file) {
        move(id, State.DONE, message, file);
    }

    /** Says at once that it has failed: the caller's transaction is about to be rolled back. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void failed(String id, String message) {
        move(id, State.FAILED, message, null);
    }

    private void move(String id, State state, String message, String file) {
        var item = em.find(BoardItem.class, id);
        if (item == null) {
            // Its job was pushed by someone else, or in an earlier life of the table.
            item = new BoardItem(id, "guest", "pushed from outside");
            em.persist(item);
        }
        item.move(state, message, file);
    }

    /** The latest rows, the newest first. */
    public List<BoardItem> items() {
        return em.createQuery("select i from BoardItem i order by i.orderedAt desc, i.id", BoardItem.class)
                .setMaxResults(SHOWN)
                .getResultList();
    }

    /** How many rows there are in each state, shown or not. */
    public Map<State, Long> counts() {
        var counts = new EnumMap<State, Long>(State.class);
        for (var state : State.values()) {
            counts.put(state, 0L);
        }
        em.createQuery("select i.state, count(i) from BoardItem i group by i.state", Object[].class)
                .getResultList()
                .forEach(row -> counts.put((State) row[0], (Long) row[1]));
        return counts;
    }

    /** One row. */
    public Optional<BoardItem> item(String id) {
        return Optional.ofNullable(em.find(BoardItem.class, id));
    }
}
