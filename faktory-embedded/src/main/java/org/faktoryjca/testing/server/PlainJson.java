package org.faktoryjca.testing.server;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Arguments and custom data of jobs in a {@link ServerState}, in the form in which the server keeps them. */
final class PlainJson {

    /** Beyond this, whole numbers do not survive Faktory, which reads each number as a 64-bit float. */
    private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);

    private static final Gson PRETTY = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    private PlainJson() {}

    /** The JSON of plain values. */
    static String of(List<?> values) {
        return normal(element(values));
    }

    /** A JSON object in normal form. */
    static String object(String json) {
        try {
            return normal(JsonInput.object(json, "custom"));
        } catch (CommandException e) {
            throw new IllegalArgumentException(
                    "custom data must be a JSON object, not " + json + ": " + e.getMessage());
        }
    }

    static String normal(JsonElement value) {
        requireExact(value);
        try {
            return JsonText.of(JsonInput.normal(value, "value"));
        } catch (CommandException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    static JsonElement parsed(String normal) {
        try {
            return JsonParser.parse(normal);
        } catch (CommandException e) {
            throw new IllegalArgumentException("no JSON: " + normal + ": " + e.getMessage());
        }
    }

    static String pretty(JsonElement value) {
        return PRETTY.toJson(value);
    }

    private static JsonElement element(Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof String text) {
            return new JsonPrimitive(text);
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        if (value instanceof Boolean bool) {
            return new JsonPrimitive(bool);
        }
        if (value instanceof List<?> list) {
            var array = new JsonArray();
            list.forEach(element -> array.add(element(element)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            var object = new JsonObject();
            map.forEach((key, element) -> object.add(String.valueOf(key), element(element)));
            return object;
        }
        throw new IllegalArgumentException("an argument of a preset job must be a text, a number, a boolean, null, "
                + "or a list or map of these, and not a " + value.getClass().getName());
    }

    private static void requireExact(JsonElement value) {
        if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(PlainJson::requireExact);
        } else if (value.isJsonObject()) {
            value.getAsJsonObject().asMap().values().forEach(PlainJson::requireExact);
        } else if (value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isNumber()
                && value.getAsString().matches("-?\\d+")
                && value.getAsBigInteger().abs().compareTo(EXACT) > 0) {
            throw new IllegalArgumentException(
                    value.getAsString() + " is beyond 2^53, and Faktory would change it; write it as a text");
        }
    }
}
