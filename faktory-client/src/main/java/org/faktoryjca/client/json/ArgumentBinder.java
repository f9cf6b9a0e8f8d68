package org.faktoryjca.client.json;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Type;
import java.util.Map;
import org.faktoryjca.Job;

/**
 * Binds the arguments of received jobs to the classes of one application. What it learns of these classes it keeps to
 * itself, so that it goes when the application goes. Thread-safe.
 */
public final class ArgumentBinder {
    private final JsonMapper mapper = Mappers.fresh();

    private ArgumentBinder() {}

    /** A binder that knows no class yet. */
    public static ArgumentBinder create() {
        return new ArgumentBinder();
    }

    /** The job, its arguments bound by this binder when they are asked for. A job that was made by hand is left as it is. */
    public Job bind(Job job) {
        return job.arguments() instanceof JsonArguments arguments ? job.arguments(arguments.boundBy(mapper)) : job;
    }

    /**
     * What in a type no JSON makes, whatever the arguments are: an interface or an abstract class that is not a collection, a class
     * without a constructor for it; {@code Void} and {@code Class}. Records and beans are looked into.
     *
     * @return the types' names by their path, {@code box.lid} for a component of a component, and empty for the type itself or its
     *     elements; empty if arguments can become values of the type
     */
    public Map<String, String> obstacles(Type type) {
        return Bindable.obstacles(mapper, mapper.constructType(type));
    }
}
