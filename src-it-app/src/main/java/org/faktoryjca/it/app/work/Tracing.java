package org.faktoryjca.it.app.work;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import javax.naming.InitialContext;

/** Tells which method the container calls. */
@Traced
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
public class Tracing {
    @AroundInvoke
    Object trace(InvocationContext call) throws Exception {
        // Not injected: Payara does not do that in an interceptor of a message-driven bean.
        Reports reports = InitialContext.doLookup("java:module/Reports");
        reports.say("called", call.getMethod().getName());
        return call.proceed();
    }
}
