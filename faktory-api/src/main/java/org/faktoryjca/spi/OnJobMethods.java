package org.faktoryjca.spi;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.Job;
import org.faktoryjca.OnJob;
import org.faktoryjca.UnknownJobTypeException;

/**
 * The methods of a bean's class that are marked with {@link OnJob}, by the type of job.
 *
 * <p>Immutable and thread-safe. Read once for each class and kept with the class itself, so that an undeployed application
 * takes its table along.
 */
public final class OnJobMethods {
    private static final ClassValue<OnJobMethods> TABLES = new ClassValue<>() {
        @Override
        protected OnJobMethods computeValue(Class<?> bean) {
            return new OnJobMethods(bean);
        }
    };

    private final Class<?> bean;
    private final GenericTypes types;
    private final Map<String, OnJobMethod> byType = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private OnJobMethods(Class<?> bean) {
        this.bean = bean;
        this.types = new GenericTypes(bean);
        for (var method : marked(bean)) {
            add(method);
        }
        if (byType.isEmpty() && problems.isEmpty()) {
            problems.add("no method of " + bean.getName() + " is marked with @OnJob");
        }
    }

    /** The table of a class, with what is wrong in {@link #problems()}. */
    public static OnJobMethods of(Class<?> bean) {
        return TABLES.get(bean);
    }

    /** Each mistake in the class, one sentence each; empty if it can be served. Unmodifiable. */
    public List<String> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** The types of job that the class has a method for. Unmodifiable. */
    public Set<String> types() {
        return Collections.unmodifiableSet(byType.keySet());
    }

    /** The methods themselves, for whoever checks them further. */
    public List<Method> methods() {
        return byType.values().stream().map(OnJobMethod::method).distinct().toList();
    }

    /**
     * The types that a job's arguments must become for a method: generic ones as the bean's class means them, a varargs
     * parameter as its array, and without a trailing context. Empty for a method that is not one of {@link #methods()}.
     */
    public List<Type> argumentTypes(Method method) {
        return byType.values().stream()
                .filter(own -> own.method().equals(method))
                .findFirst()
                .map(OnJobMethod::arguments)
                .orElse(List.of());
    }

    /**
     * Runs the method for the job's type.
     *
     * @throws UnknownJobTypeException if there is none
     * @throws InvalidBeanException if the class has mistakes
     * @throws org.faktoryjca.ArgumentMismatchException if the arguments do not fit
     * @throws Exception what the method throws
     */
    public void run(Object target, Job job) throws Exception {
        if (!problems.isEmpty()) {
            throw new InvalidBeanException(ErrorCode.INVALID_BEAN, String.join("; ", problems), null);
        }
        var method = byType.get(job.type());
        if (method == null) {
            throw new UnknownJobTypeException(
                    "%s has no method for jobs of type %s, only for %s".formatted(bean.getName(), job.type(), types()));
        }
        method.run(target, job);
    }

    /** Supertypes too: a proxy's class is a subclass that may repeat a method without its annotation. */
    private static List<Method> marked(Class<?> bean) {
        var found = new ArrayList<Method>();
        for (var type : lineage(bean)) {
            for (var method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(OnJob.class)
                        && !method.isBridge()
                        && found.stream().noneMatch(other -> overrides(other, method))) {
                    found.add(method);
                }
            }
        }
        // Reflection gives no order; messages and tests want one.
        found.sort(Comparator.comparing(Method::toGenericString));
        return found;
    }

    /** The class and all its supertypes, lower ones first, classes before interfaces. */
    private static Set<Class<?>> lineage(Class<?> bean) {
        var lineage = new LinkedHashSet<Class<?>>();
        for (var type = bean; type != null && type != Object.class; type = type.getSuperclass()) {
            lineage.add(type);
        }
        List.copyOf(lineage).forEach(type -> addInterfaces(type, lineage));
        return lineage;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> lineage) {
        for (var above : type.getInterfaces()) {
            lineage.add(above);
            addInterfaces(above, lineage);
        }
    }

    private static boolean overrides(Method lower, Method upper) {
        return lower.getName().equals(upper.getName())
                && Arrays.equals(lower.getParameterTypes(), upper.getParameterTypes());
    }

    private void add(Method method) {
        if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            problems.add(method + " is marked with @OnJob and must be public and not static");
            return;
        }
        // For beans of a class that is not public, as in tests; the server's own are.
        method.trySetAccessible();
        var own = OnJobMethod.of(method, types);
        problems.addAll(own.problems());
        for (var type : method.getAnnotation(OnJob.class).value()) {
            var other = byType.putIfAbsent(type, own);
            if (type.isBlank()) {
                problems.add(method + " is marked with a blank job type");
            } else if (other != null) {
                problems.add("both " + other.method() + " and " + method + " are marked with the job type " + type);
            }
        }
        if (method.getAnnotation(OnJob.class).value().length == 0) {
            problems.add(method + " is marked with @OnJob and names no job type");
        }
    }
}
