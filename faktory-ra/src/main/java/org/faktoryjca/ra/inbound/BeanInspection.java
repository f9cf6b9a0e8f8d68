package org.faktoryjca.ra.inbound;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.JobMethods;
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
            "jakarta.interceptor.Interceptors");

    private static final String BINDING = "jakarta.interceptor.InterceptorBinding";

    private BeanInspection() {}

    /**
     * The types of job that the bean runs.
     *
     * @param configured what its activation says; goes before its methods
     * @return empty if it runs whatever comes
     * @throws InvalidBeanException with every mistake
     */
    static Set<String> jobTypes(Class<?> bean, Set<String> configured) {
        if (!JobMethods.class.isAssignableFrom(bean)) {
            return configured;
        }
        var methods = OnJobMethods.of(bean);
        var problems = new ArrayList<>(methods.problems());
        methods.methods().forEach(method -> problems.addAll(unseen(method.toString(), method.getAnnotations())));
        for (var type : configured) {
            if (!methods.types().contains(type)) {
                problems.add("jobTypes names " + type + ", which no method of " + bean.getName() + " is marked with");
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidBeanException(
                    ErrorCode.INVALID_BEAN,
                    "the bean " + bean.getName() + " cannot be served: " + String.join("; ", problems),
                    null);
        }
        return configured.isEmpty() ? methods.types() : configured;
    }

    /** The bean calls these methods itself, so that the container has no part in the call. */
    private static List<String> unseen(String method, Annotation[] annotations) {
        return Arrays.stream(annotations)
                .map(Annotation::annotationType)
                .filter(type -> CONTAINER.contains(type.getName()) || isBinding(type))
                .map(type -> "@" + type.getSimpleName() + " on " + method
                        + " would have no effect, because the container does not see the call: put it on the class")
                .toList();
    }

    private static boolean isBinding(Class<? extends Annotation> type) {
        return Arrays.stream(type.getAnnotations())
                .anyMatch(meta -> meta.annotationType().getName().equals(BINDING));
    }
}
