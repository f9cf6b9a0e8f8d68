package org.faktoryjca.testing.server;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the JSON of a command: strictly, and with the real server's words when it is not JSON. */
final class JsonInput {

    private static final TypeAdapter<JsonElement> ELEMENTS = new Gson().getAdapter(JsonElement.class);

    /** An escape in a text. Group 1 is half a character; a whole one, of two escapes, is taken as such before. */
    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)");

    private static final int DEEPEST = 1000;

    private JsonInput() {}

    static JsonElement parse(String text) throws CommandException {
        var reader = new JsonReader(new StringReader(withoutHalfCharacters(text)));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(DEEPEST);
        try {
            // The adapter takes no input at all for null; JSON does not.
            reader.peek();
            var value = ELEMENTS.read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new CommandException("invalid character after top-level value");
            }
            return value;
        } catch (EOFException e) {
            throw new CommandException("unexpected end of JSON input");
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new CommandException(
                    e.getCause() instanceof EOFException
                            ? "unexpected end of JSON input"
                            : "invalid character: "
                                    + String.valueOf(e.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse(""));
        }
    }

    /** An object, where the real server takes null for an empty one. */
    static JsonObject object(String text, String type) throws CommandException {
        var value = parse(text);
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
            var sorted = new TreeMap<String, JsonElement>();
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

    /** Half a character is read as U+FFFD, where Gson's strict reader refuses it. */
    private static String withoutHalfCharacters(String text) {
        return text.contains("\\ud") || text.contains("\\uD")
                ? ESCAPE.matcher(text)
                        .replaceAll(escape -> escape.group(1) == null
                                ? Matcher.quoteReplacement(escape.group())
                                : Matcher.quoteReplacement("\\ufffd"))
                : text;
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
