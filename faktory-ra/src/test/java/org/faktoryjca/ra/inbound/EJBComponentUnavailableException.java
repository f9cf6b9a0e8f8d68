package org.faktoryjca.ra.inbound;

import jakarta.ejb.EJBException;

/** WildFly's own, by its name: the bean's component takes no calls. */
final class EJBComponentUnavailableException extends EJBException {
    private static final long serialVersionUID = 1L;

    EJBComponentUnavailableException() {
        super("WFLYEJB0421: Invocation cannot proceed as component is shutting down");
    }
}
