package org.faktoryjca.ra.inbound;

import jakarta.ejb.ApplicationException;
import jakarta.ejb.EJBException;

/** What the bean threw, under what the container made of it. */
final class EndpointFailures {
    /** What Open Liberty puts around an Error. */
    private static final String NESTED = "See nested Throwable";

    private EndpointFailures() {}

    /** From the outermost EJBException to the first cause that is none. */
    static Throwable cause(Throwable thrown) {
        var cause = thrown;
        while ((isEjbException(cause) || isNested(cause)) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isEjbException(Throwable thrown) {
        return thrown instanceof EJBException;
    }

    private static boolean isNested(Throwable thrown) {
        return thrown.getClass() == Exception.class
                && thrown.getMessage() != null
                && thrown.getMessage().contains(NESTED);
    }

    static boolean isChecked(Throwable thrown) {
        return thrown instanceof Exception && !(thrown instanceof RuntimeException);
    }

    /** Whether the application has said that the transaction commits although this was thrown. */
    static boolean commits(Throwable thrown) {
        for (var type = thrown.getClass(); type != Throwable.class; type = superclass(type)) {
            var declared = type.getDeclaredAnnotation(ApplicationException.class);
            if (declared != null) {
                return !declared.rollback() && (type == thrown.getClass() || declared.inherited());
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked") // the superclass of a throwable below Throwable is one
    private static Class<? extends Throwable> superclass(Class<? extends Throwable> type) {
        return (Class<? extends Throwable>) type.getSuperclass();
    }
}
