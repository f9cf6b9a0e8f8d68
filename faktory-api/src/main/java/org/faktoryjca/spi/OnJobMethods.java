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
    private final List<OnJobMethod> methods = new ArrayList<>();
    private final Map<String, OnJobMethod> byType = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private OnJobMethods(Class<?> bean) {
        this.bean = bean;
        this.types = new GenericTypes(bean);
        for (var method : marked()) {
            add(method);
        }
        if (methods.isEmpty()) {
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

    /** The types of job that the class has marked a method with. Unmodifiable. */
    public Set<String> types() {
        return Collections.unmodifiableSet(byType.keySet());
    }

    /** The marked methods themselves, also those that have mistakes, for whoever checks them further. */
    public List<Method> methods() {
        return methods.stream().map(OnJobMethod::method).toList();
    }

    /**
     * The types that a job's arguments must become for a method: generic ones as the bean's class means them, a varargs
     * parameter as its array, and without a trailing context. Empty for a method that is not one of {@link #methods()}.
     */
    public List<Type> argumentTypes(Method method) {
        return methods.stream()
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
    private List<Method> marked() {
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

    /** Also where the upper one is generic, and the lower one says the type itself. */
    private boolean overrides(Method lower, Method upper) {
        return lower.getName().equals(upper.getName())
                && !Modifier.isPrivate(upper.getModifiers())
                && Arrays.equals(erasedParameters(lower), erasedParameters(upper));
    }

    private Class<?>[] erasedParameters(Method method) {
        return Arrays.stream(method.getGenericParameterTypes())
                .map(types::resolve)
                .map(GenericTypes::raw)
                .toArray(Class<?>[]::new);
    }

    /** Looks at all of it, whatever is wrong: who mends one mistake should not meet the next one afterwards. */
    private void add(Method method) {
        var own = OnJobMethod.of(method, types);
        methods.add(own);
        if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            problems.add(method + " is marked with @OnJob and must be public and not static");
        } else {
            // For beans of a class that is not public, as in tests; the server's own are.
            method.trySetAccessible();
        }
        problems.addAll(own.problems());
        var named = List.of(method.getAnnotation(OnJob.class).value());
        if (named.isEmpty()) {
            problems.add(method + " is marked with @OnJob and names no job type");
        }
        for (var type : new LinkedHashSet<>(named)) {
            add(type, own, Collections.frequency(named, type));
        }
    }

    private void add(String type, OnJobMethod own, int times) {
        var other = byType.putIfAbsent(type, own);
        if (type.isBlank()) {
            problems.add(own.method() + " is marked with a blank job type");
        } else if (times > 1) {
            problems.add("the mark of " + own.method() + " names the job type " + type + " more than once");
        }
        if (other != null) {
            problems.add("both " + other.method() + " and " + own.method() + " are marked with the job type " + type);
        }
    }
}
