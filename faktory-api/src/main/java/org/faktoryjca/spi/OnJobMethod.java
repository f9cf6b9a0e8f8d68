package org.faktoryjca.spi;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.faktoryjca.ArgumentMismatchException;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;

/**
 * One marked method, and how a job's arguments become its parameters: by position, a trailing {@link JobContext} apart, and
 * what is left over into a varargs array.
 *
 * @param method a public method
 * @param arguments the types of its parameters in the bean's own class, but for the trailing context
 * @param context whether it has one
 */
record OnJobMethod(Method method, List<Type> arguments, boolean context) {

    static OnJobMethod of(Method method, GenericTypes types) {
        var parameters =
                Stream.of(method.getGenericParameterTypes()).map(types::resolve).toList();
        var last = parameters.size() - 1;
        var context = last >= 0 && parameters.get(last) == JobContext.class;
        return new OnJobMethod(method, context ? parameters.subList(0, last) : parameters, context);
    }

    /** What is wrong with the parameters, whatever makes the arguments. */
    List<String> problems() {
        var problems = new ArrayList<String>();
        for (var type : arguments) {
            if (type == JobContext.class || type == JobContext[].class) {
                problems.add(method + " is marked with @OnJob, and a JobContext can only be its last parameter");
            } else if (GenericTypes.isOpen(type)) {
                problems.add(method + " is marked with @OnJob, and nothing says what its parameter of type "
                        + type.getTypeName() + " is");
            }
        }
        return problems;
    }

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
        var taken = arguments.size();
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
        var parameters = new Object[method.getParameterCount()];
        for (int i = 0; i < fixed; i++) {
            parameters[i] = given.bind(i, arguments.get(i));
        }
        if (method.isVarArgs()) {
            parameters[fixed] = rest(given, fixed, GenericTypes.component(arguments.get(fixed)));
        }
        if (context) {
            parameters[taken] = JobContext.current().orElseGet(() -> CurrentJob.of(job, Clock.systemUTC()));
        }
        return parameters;
    }

    private static Object rest(JobArguments given, int from, Type component) {
        var rest = Array.newInstance(GenericTypes.raw(component), given.size() - from);
        for (int i = from; i < given.size(); i++) {
            Array.set(rest, i - from, given.bind(i, component));
        }
        return rest;
    }
}
