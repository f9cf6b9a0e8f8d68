package org.faktoryjca.testing.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Typed reading of one JSON object, as the real server reads one: the case of a key does not matter, the last one of
 * several wins, null is as good as absent, and a wrong type is an error.
 */
final class Fields {

    private final JsonObject object;
    private final String type;

    Fields(JsonObject object, String type) {
        this.type = type;
        this.object = new JsonObject();
        object.entrySet().forEach(e -> this.object.add(e.getKey().toLowerCase(Locale.ROOT), e.getValue()));
    }

    Optional<JsonElement> get(String key) {
        return Optional.ofNullable(object.get(key)).filter(value -> !value.isJsonNull());
    }

    String text(String key) throws CommandException {
        var value = get(key);
        if (value.isEmpty()) {
            return "";
        }
        return primitive(value.get(), key, "string", JsonPrimitive::isString).getAsString();
    }

    int integer(String key, int absent) throws CommandException {
        var value = get(key);
        if (value.isEmpty()) {
            return absent;
        }
        var number = primitive(value.get(), key, "int", JsonPrimitive::isNumber);
        try {
            return Math.toIntExact(Long.parseLong(number.getAsString()));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new CommandException("json: cannot unmarshal number " + number.getAsString()
                    + " into Go struct field " + type + "." + key + " of type int");
        }
    }

    Optional<JsonArray> array(String key) throws CommandException {
        var value = get(key);
        if (value.isPresent() && !value.get().isJsonArray()) {
            throw mismatch(value.get(), key, "[]interface {}");
        }
        return value.map(JsonElement::getAsJsonArray);
    }

    List<String> texts(String key) throws CommandException {
        var texts = new ArrayList<String>();
        for (var element : array(key).orElseGet(JsonArray::new)) {
            texts.add(primitive(element, key, "string", JsonPrimitive::isString).getAsString());
        }
        return texts;
    }

    Optional<Fields> object(String key, String itsType) throws CommandException {
        var value = get(key);
        if (value.isPresent() && !value.get().isJsonObject()) {
            throw mismatch(value.get(), key, itsType);
        }
        return value.map(found -> new Fields(found.getAsJsonObject(), itsType));
    }

    CommandException mismatch(JsonElement found, String key, String wanted) {
        return JsonInput.mismatch(found, "struct field " + type + "." + key, wanted);
    }

    private JsonPrimitive primitive(JsonElement value, String key, String wanted, Predicate<JsonPrimitive> fits)
            throws CommandException {
        if (value.isJsonPrimitive() && fits.test(value.getAsJsonPrimitive())) {
            return value.getAsJsonPrimitive();
        }
        if (value.isJsonNull()) {
            return new JsonPrimitive("");
        }
        throw mismatch(value, key, wanted);
    }
}
