package org.faktoryjca.testing.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A place in the JSON of a {@link ServerState}, which knows its path, so that a mistake can be found.
 *
 * @param path for example {@code orders.json: scheduled[2].at}
 */
record StateNode(String path, JsonElement value) {

    /** An object's fields. Anything but the known ones is a mistake, most likely of spelling. */
    StateNode object(Set<String> known) {
        var object = object();
        for (var key : object.value.getAsJsonObject().keySet()) {
            if (!known.contains(key)) {
                throw error("there is no \"" + key + "\" here; there are " + String.join(", ", known));
            }
        }
        return object;
    }

    StateNode object() {
        if (!value.isJsonObject()) {
            throw error("must be an object, {…}, and not " + value);
        }
        return this;
    }

    Set<String> keys() {
        return value.getAsJsonObject().keySet();
    }

    Optional<StateNode> field(String name) {
        return Optional.ofNullable(value.getAsJsonObject().get(name))
                .filter(found -> !found.isJsonNull())
                .map(found -> new StateNode(path + (path.endsWith(": ") ? "" : ".") + name, found));
    }

    StateNode required(String name) {
        return field(name).orElseThrow(() -> error("needs \"" + name + "\""));
    }

    <T> List<T> list(Function<StateNode, T> read) {
        if (!value.isJsonArray()) {
            throw error("must be a list, […], and not " + value);
        }
        var items = new ArrayList<T>();
        for (var item : value.getAsJsonArray()) {
            items.add(read.apply(new StateNode(path + "[" + items.size() + "]", item)));
        }
        return items;
    }

    String text() {
        return primitive("a text", JsonPrimitive::isString).getAsString();
    }

    int integer() {
        var number = primitive("a whole number", JsonPrimitive::isNumber);
        try {
            return Integer.parseInt(number.getAsString());
        } catch (NumberFormatException e) {
            throw error("must be a whole number and not " + number);
        }
    }

    When time() {
        return checked(() -> When.parse(text()));
    }

    /** An array or object in the form in which the server keeps it. */
    String json(String what, Predicate<JsonElement> fits) {
        if (!fits.test(value)) {
            throw error("must be " + what + " and not " + value);
        }
        return checked(() -> PlainJson.normal(value));
    }

    IllegalArgumentException error(String mistake) {
        return new IllegalArgumentException(path + (path.endsWith(": ") ? "" : " ") + mistake);
    }

    private <T> T checked(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw e.getMessage().startsWith(path) ? e : error("is wrong: " + e.getMessage());
        }
    }

    private JsonPrimitive primitive(String what, Predicate<JsonPrimitive> fits) {
        if (value.isJsonPrimitive() && fits.test(value.getAsJsonPrimitive())) {
            return value.getAsJsonPrimitive();
        }
        throw error("must be " + what + " and not " + value);
    }
}
