package org.faktoryjca.ra.outbound;

import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.spi.NamingManager;
import org.faktoryjca.FaktoryConnectionFactory;

/**
 * A connection factory as it is written: a name under which the same one is found again in this JVM, as when a server passivates
 * a bean; and its reference, by which naming makes it again elsewhere.
 */
final class WrittenFactory implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of this class loader: they end with the adapter. */
    private static final Map<String, WeakReference<PooledConnectionFactory>> WRITTEN = new ConcurrentHashMap<>();

    private final String name;

    /** Null where the server has given none. */
    private final Reference reference;

    private WrittenFactory(String name, Reference reference) {
        this.name = name;
        this.reference = reference;
    }

    static WrittenFactory of(PooledConnectionFactory factory) throws ObjectStreamException {
        WRITTEN.values().removeIf(written -> written.get() == null);
        WRITTEN.put(factory.name(), new WeakReference<>(factory));
        try {
            return new WrittenFactory(factory.name(), factory.hasReference() ? factory.getReference() : null);
        } catch (NamingException e) {
            throw (ObjectStreamException) new NotSerializableException(e.getMessage()).initCause(e);
        }
    }

    private Object readResolve() throws ObjectStreamException {
        var here = WRITTEN.get(name);
        var same = here == null ? null : here.get();
        return same == null ? elsewhere() : same;
    }

    private Object elsewhere() throws ObjectStreamException {
        Object made = null;
        if (reference != null) {
            try {
                made = NamingManager.getObjectInstance(reference, null, null, new Hashtable<>());
            } catch (Exception e) {
                throw (ObjectStreamException)
                        new InvalidObjectException("naming makes no connection factory of " + reference.getClassName())
                                .initCause(e);
            }
        }
        if (made instanceof FaktoryConnectionFactory) {
            return made;
        }
        throw new InvalidObjectException("the connection factory that was written is not in this server any more");
    }
}
