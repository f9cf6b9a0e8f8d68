package org.faktoryjca.testing.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.TreeMap;

/** The JSON of commands by its kinds, with the real server's words for the wrong one. */
final class JsonInput {

    private JsonInput() {}

    /** An object, where the real server takes null for an empty one. */
    static JsonObject object(String text, String type) throws CommandException {
        var value = JsonParser.parse(text);
        if (value.isJsonNull()) {
            return new JsonObject();
        }
        if (!value.isJsonObject()) {
            throw mismatch(value, "value", type);
        }
        return value.getAsJsonObject();
    }

    static CommandException mismatch(JsonElement found, String where, String type) {
        return new CommandException("json: cannot unmarshal " + kind(found) + " into Go " + where + " of type " + type);
    }

    /** Floats beyond the range of 64 bits are refused; the keys of objects are sorted, as the real server does. */
    static JsonElement normal(JsonElement value, String field) throws CommandException {
        if (value.isJsonArray()) {
            var array = new JsonArray(value.getAsJsonArray().size());
            for (var element : value.getAsJsonArray()) {
                array.add(normal(element, field));
            }
            return array;
        }
        if (value.isJsonObject()) {
            var sorted = new TreeMap<String, JsonElement>(JsonInput::byBytes);
            for (var entry : value.getAsJsonObject().entrySet()) {
                sorted.put(entry.getKey(), normal(entry.getValue(), field));
            }
            var object = new JsonObject();
            sorted.forEach(object::add);
            return object;
        }
        if (value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isNumber()
                && Double.isInfinite(value.getAsDouble())) {
            throw new CommandException("json: cannot unmarshal number " + value.getAsString() + " into Go struct field "
                    + field + " of type float64");
        }
        return value.isJsonNull() ? JsonNull.INSTANCE : value;
    }

    /** The order of their UTF-8, which for characters beyond 16 bits is not that of Java. */
    private static int byBytes(String one, String other) {
        var i = 0;
        while (i < one.length() && i < other.length()) {
            var a = one.codePointAt(i);
            var b = other.codePointAt(i);
            if (a != b) {
                return Integer.compare(a, b);
            }
            i += Character.charCount(a);
        }
        return Integer.compare(one.length(), other.length());
    }

    private static String kind(JsonElement value) {
        if (value.isJsonObject()) {
            return "object";
        }
        if (value.isJsonArray()) {
            return "array";
        }
        if (value.getAsJsonPrimitive().isString()) {
            return "string";
        }
        return value.getAsJsonPrimitive().isNumber() ? "number" : "bool";
    }
}
