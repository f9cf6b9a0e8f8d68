package org.faktoryjca.client.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidJobException;

/**
 * Writes JSON that arrives as it was written: the server reads every number as a 64-bit float, and UTF-8 has no half
 * characters. What would change on its way is refused, with its place.
 */
final class CheckedGenerator extends JsonGeneratorDelegate {
    private static final long LARGEST = 1L << 53;
    private static final BigInteger LARGEST_BIG = BigInteger.valueOf(LARGEST);

    CheckedGenerator(JsonGenerator json) {
        super(json, false);
    }

    @Override
    public void writeNumber(long number) throws IOException {
        if (number > LARGEST || number < -LARGEST) {
            throw tooLarge(number);
        }
        super.writeNumber(number);
    }

    @Override
    public void writeNumber(BigInteger number) throws IOException {
        if (number.abs().compareTo(LARGEST_BIG) > 0) {
            throw tooLarge(number);
        }
        super.writeNumber(number);
    }

    @Override
    public void writeNumber(double number) throws IOException {
        if (!Double.isFinite(number)) {
            throw refused("is " + number + ", which JSON has no form for");
        }
        super.writeNumber(number);
    }

    @Override
    public void writeNumber(float number) throws IOException {
        if (!Float.isFinite(number)) {
            throw refused("is " + number + ", which JSON has no form for");
        }
        super.writeNumber(number);
    }

    @Override
    public void writeNumber(BigDecimal number) throws IOException {
        var nearest = number.doubleValue();
        if (!Double.isFinite(nearest) || new BigDecimal(Double.toString(nearest)).compareTo(number) != 0) {
            throw refused("is " + number + ", which has more digits than the server keeps");
        }
        super.writeNumber(number);
    }

    @Override
    public void writeString(String text) throws IOException {
        checkText(text);
        super.writeString(text);
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        checkText(new String(text, offset, length));
        super.writeString(text, offset, length);
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        checkText(name);
        super.writeFieldName(name);
    }

    /** Encoding puts a question mark in place of half a pair, and says nothing. */
    private void checkText(String text) {
        if (text == null) {
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            var pair = Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                throw refused("holds half a surrogate pair, which is no valid Unicode");
            }
        }
    }

    private InvalidJobException tooLarge(Number number) {
        return refused("is " + number + ", and integers beyond 2^53 change on their way");
    }

    private InvalidJobException refused(String why) {
        return new InvalidJobException(ErrorCode.UNENCODABLE_VALUE, path(getOutputContext()) + " " + why, null);
    }

    /** Where a value stands that is about to be written, as {@code args[0].deep[1].id}. */
    private static String path(JsonStreamContext context) {
        var index =
                context.inArray() ? "[" + (context.hasCurrentIndex() ? context.getCurrentIndex() + 1 : 0) + "]" : "";
        return index.isEmpty() ? within(context) : container(context) + index;
    }

    /** As {@link #path}, of what stands in this context already: a container that the value is in, or the value's own name. */
    private static String within(JsonStreamContext context) {
        if (context.inArray()) {
            return container(context) + "[" + context.getCurrentIndex() + "]";
        }
        var outer = container(context);
        var name = context.getCurrentName();
        return name == null ? outer : outer.isEmpty() ? name : outer + "." + name;
    }

    private static String container(JsonStreamContext context) {
        return context.getParent() == null ? "" : within(context.getParent());
    }
}
