package org.faktoryjca.client.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import org.faktoryjca.ArgumentMismatchException;
import org.faktoryjca.spi.JobArguments;

/** The arguments of a received job, still JSON. */
final class JsonArguments implements JobArguments {
    private final ArrayNode json;
    private final JsonMapper mapper;

    JsonArguments(ArrayNode json, JsonMapper mapper) {
        this.json = json;
        this.mapper = mapper;
    }

    JsonArguments boundBy(JsonMapper other) {
        return new JsonArguments(json, other);
    }

    @Override
    public int size() {
        return json.size();
    }

    @Override
    @SuppressWarnings("unchecked") // a JSON array becomes a list, of anything
    public List<Object> values() {
        return Collections.unmodifiableList((List<Object>) plain(mapper, json));
    }

    static Object plain(JsonMapper mapper, JsonNode json) {
        try {
            return mapper.treeToValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("any JSON is an Object", e);
        }
    }

    @Override
    public Object bind(int index, Type type) {
        var value = json.get(index);
        // What most arguments are, as Jackson would answer, which makes a parser for each.
        if (type == String.class && value.isTextual()) {
            return value.textValue();
        }
        if ((type == Long.class || type == long.class) && value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if ((type == Integer.class || type == int.class) && value.isIntegralNumber() && value.canConvertToInt()) {
            return value.intValue();
        }
        try (var parser = new ArgumentParser(value, mapper)) {
            return mapper.readValue(parser, mapper.constructType(type));
        } catch (IOException | IllegalArgumentException e) {
            throw mismatch(index, type, value.isTextual() ? value.asText() : value, e);
        }
    }

    private static ArgumentMismatchException mismatch(int index, Type type, Object value, Exception thrown) {
        var path = Misfit.path(thrown);
        return path.isEmpty()
                ? new ArgumentMismatchException(index, type, value, thrown)
                : new ArgumentMismatchException(index, type, value, path, Misfit.expected(thrown), thrown);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobArguments arguments && values().equals(arguments.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }
}
