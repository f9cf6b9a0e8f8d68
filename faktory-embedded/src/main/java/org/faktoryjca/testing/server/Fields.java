package org.faktoryjca.testing.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Typed reading of one JSON object, as the real server reads one: the case of a key does not matter, the last one of
 * several wins, null is as good as absent, and a wrong type is an error.
 */
final class Fields {

    private final Map<String, JsonElement> values = new LinkedHashMap<>();
    private final String type;
    private final String path;

    /** Fields of a type that messages call by its name. */
    Fields(JsonObject object, String type) {
        this(object, type, "");
    }

    private Fields(JsonObject object, String type, String path) {
        this.type = type;
        this.path = path;
        object.entrySet().forEach(entry -> values.put(folded(entry.getKey()), entry.getValue()));
    }

    /** Of the letters that are another's case in Unicode, Java does not know the long s for one. */
    private static String folded(String key) {
        return key.toLowerCase(Locale.ROOT).replace('\u017f', 's');
    }

    /** In the order in which they were sent: the first of several mistakes is the one that is named. */
    Set<String> keys() {
        return values.keySet();
    }

    Optional<JsonElement> get(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isJsonNull());
    }

    String text(String key) throws CommandException {
        return text(key, "string");
    }

    /** A text of which messages say that it has a type of its own. */
    String text(String key, String itsType) throws CommandException {
        var value = get(key);
        if (value.isEmpty()) {
            return "";
        }
        return primitive(value.get(), key, itsType, JsonPrimitive::isString).getAsString();
    }

    long integer(String key, long absent) throws CommandException {
        var value = get(key);
        if (value.isEmpty()) {
            return absent;
        }
        var number = primitive(value.get(), key, "int", JsonPrimitive::isNumber);
        try {
            return Long.parseLong(number.getAsString());
        } catch (NumberFormatException e) {
            throw new CommandException("json: cannot unmarshal number " + number.getAsString() + " into Go "
                    + where(key) + " of type int");
        }
    }

    Optional<JsonArray> array(String key, String itsType) throws CommandException {
        var value = get(key);
        if (value.isPresent() && !value.get().isJsonArray()) {
            throw mismatch(value.get(), key, itsType);
        }
        return value.map(JsonElement::getAsJsonArray);
    }

    List<String> texts(String key) throws CommandException {
        var texts = new ArrayList<String>();
        for (var element : array(key, "[]string").orElseGet(JsonArray::new)) {
            texts.add(primitive(element, key, "string", JsonPrimitive::isString).getAsString());
        }
        return texts;
    }

    /** Fields within a field. */
    Optional<Fields> object(String key, String itsType) throws CommandException {
        var value = get(key);
        if (value.isPresent() && !value.get().isJsonObject()) {
            throw mismatch(value.get(), key, "client." + itsType);
        }
        return value.map(found -> new Fields(found.getAsJsonObject(), itsType, path + key + "."));
    }

    CommandException mismatch(JsonElement found, String key, String wanted) {
        return JsonInput.mismatch(found, where(key), wanted);
    }

    private String where(String key) {
        return "struct field " + type + "." + path + key;
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
