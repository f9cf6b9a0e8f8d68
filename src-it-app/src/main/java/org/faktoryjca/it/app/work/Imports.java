package org.faktoryjca.it.app.work;

import jakarta.ejb.EJB;
import java.util.List;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/**
 * Methods that another bean inherits.
 *
 * @param <T> what it imports
 */
public abstract class Imports<T> implements JobMethods {
    @EJB
    private Reports reports;

    void saw(String what, Object... values) {
        reports.say(what, values);
    }

    /** What T means in the bean. */
    @OnJob("import")
    public void read(T one, List<T> more) {
        saw("import", name(one), more.stream().map(this::name).toList());
    }

    abstract String name(T one);

    /** To be overridden. */
    @OnJob("overridden")
    public void overridden(String text) {
        saw("overridden", "above " + text);
    }
}
