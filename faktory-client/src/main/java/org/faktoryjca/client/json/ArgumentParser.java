package org.faktoryjca.client.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import java.io.IOException;

/**
 * Reads an argument, and refuses the numbers that Jackson would bend: a byte may be up to 255 for it and comes out negative, and a
 * float or double that is too large for its type comes out infinite. For other types it refuses these itself.
 */
final class ArgumentParser extends TreeTraversingParser {
    ArgumentParser(JsonNode argument, ObjectMapper mapper) {
        super(argument, mapper);
    }

    @Override
    public byte getByteValue() throws IOException {
        var value = getIntValue();
        if (value != (byte) value) {
            throw outOfRange(byte.class);
        }
        return (byte) value;
    }

    @Override
    public float getFloatValue() throws IOException {
        var value = super.getFloatValue();
        if (Float.isInfinite(value)) {
            throw outOfRange(float.class);
        }
        return value;
    }

    @Override
    public double getDoubleValue() throws IOException {
        var value = super.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw outOfRange(double.class);
        }
        return value;
    }

    /** A mapping's exception: those of the parser get no path from a map. */
    private MismatchedInputException outOfRange(Class<?> target) throws IOException {
        return MismatchedInputException.from(this, target, getText() + " is out of range of " + target);
    }
}
