package org.faktoryjca.spi;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Clock;
import org.faktoryjca.ArgumentMismatchException;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;

/**
 * One marked method, and how a job's arguments become its parameters: by position, a trailing {@link JobContext} apart, and
 * what is left over into a varargs array.
 *
 * @param method a public method
 */
record OnJobMethod(Method method) {

    void run(Object target, Job job) throws Exception {
        var parameters = bind(job);
        try {
            method.invoke(target, parameters);
        } catch (InvocationTargetException e) {
            throw cause(e);
        }
    }

    private static Exception cause(InvocationTargetException thrown) {
        if (thrown.getCause() instanceof Error error) {
            throw error;
        }
        return thrown.getCause() instanceof Exception exception ? exception : thrown;
    }

    private Object[] bind(Job job) {
        var types = method.getGenericParameterTypes();
        var context = types.length > 0 && types[types.length - 1] == JobContext.class;
        var taken = types.length - (context ? 1 : 0);
        var fixed = method.isVarArgs() ? taken - 1 : taken;
        var given = job.arguments();
        if (given.size() < fixed || given.size() > taken && !method.isVarArgs()) {
            throw new ArgumentMismatchException("job %s (%s) has %d arguments, and %s takes %s%d"
                    .formatted(
                            job.jid(),
                            job.type(),
                            given.size(),
                            method.toGenericString(),
                            method.isVarArgs() ? "at least " : "",
                            fixed));
        }
        var parameters = new Object[types.length];
        for (int i = 0; i < fixed; i++) {
            parameters[i] = given.bind(i, types[i]);
        }
        if (method.isVarArgs()) {
            parameters[fixed] = rest(given, fixed, method.getParameterTypes()[fixed].getComponentType());
        }
        if (context) {
            parameters[taken] = JobContext.current().orElseGet(() -> CurrentJob.of(job, Clock.systemUTC()));
        }
        return parameters;
    }

    private static Object rest(JobArguments given, int from, Class<?> component) {
        var rest = Array.newInstance(component, given.size() - from);
        for (int i = from; i < given.size(); i++) {
            Array.set(rest, i - from, given.bind(i, component));
        }
        return rest;
    }
}
