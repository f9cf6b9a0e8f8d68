package org.faktoryjca.it.app.work;

import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.lang.reflect.Proxy;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** Another resource of a transaction, which votes against every commit. */
final class Refusal {
    private Refusal() {}

    /** Has it take part in the caller's transaction. */
    static void enlist() throws NamingException, SystemException, RollbackException {
        transactionManager().getTransaction().enlistResource(resource());
    }

    private static XAResource resource() {
        return (XAResource) Proxy.newProxyInstance(
                Refusal.class.getClassLoader(), new Class<?>[] {XAResource.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "prepare", "commit":
                            throw new XAException(XAException.XA_RBROLLBACK);
                        case "isSameRM", "equals":
                            return proxy == arguments[0];
                        case "setTransactionTimeout":
                            return false;
                        case "getTransactionTimeout":
                            return 0;
                        case "hashCode":
                            return System.identityHashCode(proxy);
                        case "toString":
                            return "a resource that refuses";
                        default:
                            return null;
                    }
                });
    }

    private static TransactionManager transactionManager() throws NamingException {
        for (var name : List.of("java:jboss/TransactionManager", "java:appserver/TransactionManager")) {
            try {
                return InitialContext.doLookup(name);
            } catch (NamingException e) {
                // The other server's.
            }
        }
        throw new NamingException("no transaction manager is known of this server");
    }
}
