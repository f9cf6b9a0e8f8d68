package org.faktoryjca.ra.inbound;

import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobMethods;
import org.faktoryjca.client.json.ArgumentBinder;
import org.faktoryjca.spi.OnJobMethods;

/** Reads a bean's class when it is deployed: which jobs it runs, and what is wrong with it, all at once. */
final class BeanInspection {
    /** By name: an annotation that the application does not use need not be there at all. */
    private static final Set<String> CONTAINER = Set.of(
            "jakarta.ejb.TransactionAttribute",
            "jakarta.ejb.Asynchronous",
            "jakarta.ejb.Schedule",
            "jakarta.ejb.Schedules",
            "jakarta.enterprise.concurrent.Asynchronous",
            "jakarta.transaction.Transactional",
            "jakarta.annotation.security.RolesAllowed",
            "jakarta.annotation.security.PermitAll",
            "jakarta.annotation.security.DenyAll",
            "jakarta.interceptor.Interceptors",
            "jakarta.interceptor.ExcludeDefaultInterceptors");

    /** As above, and not for classes. */
    private static final String METHODS_ONLY = "jakarta.interceptor.ExcludeClassInterceptors";

    private static final String BINDING = "jakarta.interceptor.InterceptorBinding";

    private BeanInspection() {}

    /**
     * The types of job that the bean runs.
     *
     * @param configured what its activation says; goes before its methods
     * @return empty if it runs whatever comes
     */
    static Set<String> jobTypes(Class<?> bean, Set<String> configured) {
        return configured.isEmpty() && hasMethods(bean) ? OnJobMethods.of(bean).types() : configured;
    }

    private static boolean hasMethods(Class<?> bean) {
        return JobMethods.class.isAssignableFrom(bean);
    }

    /**
     * Every mistake in the bean's class, one sentence each.
     *
     * @param configured the types that its activation names
     * @param binder makes its arguments
     */
    static List<String> problems(Class<?> bean, Set<String> configured, ArgumentBinder binder) {
        if (!hasMethods(bean)) {
            return List.of();
        }
        var table = OnJobMethods.of(bean);
        var problems = new ArrayList<>(table.problems());
        for (var method : table.methods()) {
            problems.addAll(unseen(method.toString(), method.getAnnotations()));
            overriding(bean, method).ifPresent(own -> problems.addAll(unseen(own.toString(), own.getAnnotations())));
            table.argumentTypes(method).stream()
                    .filter(type -> type != JobContext.class && type != JobContext[].class)
                    .forEach(type -> binder.obstacles(type)
                            .forEach((path, what) -> problems.add(unmakeable(method, type, path, what))));
        }
        for (var type : configured) {
            if (!table.types().contains(type)) {
                problems.add("jobTypes names " + type + ", which no method of " + bean.getName() + " is marked with");
            }
        }
        return problems;
    }

    private static String unmakeable(Method method, Type type, String path, String what) {
        return "%s has a parameter of type %s, %swhich no argument of a job can be made into"
                .formatted(
                        method, type.getTypeName(), path.isEmpty() ? "" : "with " + path + " of type " + what + ", ");
    }

    /**
     * A class that says it wants no transaction where the container gives it one. An annotation of the class holds for the methods
     * that it declares, and {@code onJob} is the interface's; not every server is so strict.
     */
    static Optional<String> transactionProblem(Class<?> bean, boolean transacted) {
        var wanted = bean.getAnnotation(TransactionAttribute.class);
        return transacted && wanted != null && wanted.value() == TransactionAttributeType.NOT_SUPPORTED
                ? Optional.of("@TransactionAttribute(NOT_SUPPORTED) on " + bean.getName()
                        + " has no effect on this application server, because the class does not declare onJob: override it"
                        + " there, calling the inherited one")
                : Optional.empty();
    }

    /** What the bean really runs for an inherited method that it overrides without repeating the mark. */
    private static Optional<Method> overriding(Class<?> bean, Method method) {
        try {
            return Optional.of(bean.getMethod(method.getName(), method.getParameterTypes()))
                    .filter(own -> !own.equals(method));
        } catch (NoSuchMethodException e) {
            // The class that declares it is not public.
            return Optional.empty();
        }
    }

    /** The bean calls these methods itself, so that the container has no part in the call. */
    private static List<String> unseen(String method, Annotation[] annotations) {
        return Arrays.stream(annotations)
                .map(Annotation::annotationType)
                .filter(type -> CONTAINER.contains(type.getName()) || isMethodsOnly(type) || isBinding(type))
                .map(type -> "@" + type.getSimpleName() + " on " + method
                        + " would have no effect, because the container does not see the call: put it on "
                        + (isMethodsOnly(type) ? "onJob, declared by the class" : "the class"))
                .toList();
    }

    private static boolean isMethodsOnly(Class<? extends Annotation> type) {
        return type.getName().equals(METHODS_ONLY);
    }

    private static boolean isBinding(Class<? extends Annotation> type) {
        return Arrays.stream(type.getAnnotations())
                .anyMatch(meta -> meta.annotationType().getName().equals(BINDING));
    }
}
