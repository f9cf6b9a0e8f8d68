package org.faktoryjca.client.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;

/** The small JSON objects of the protocol itself: HI, HELLO, ACK, INFO and the like. Thread-safe. */
public final class Json {
    private static final JsonMapper MAPPER = Mappers.fresh();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    /** An object of plain values, in one line of UTF-8. */
    public static byte[] write(Map<String, ?> object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a plain value: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads an object of plain values.
     *
     * @throws IOException if it is none
     */
    public static Map<String, Object> read(byte[] bytes) throws IOException {
        var object = MAPPER.readValue(bytes, OBJECT);
        if (object == null) {
            throw new IOException("null where an object was expected");
        }
        return object;
    }
}
