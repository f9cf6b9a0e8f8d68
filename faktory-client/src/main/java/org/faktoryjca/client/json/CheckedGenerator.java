package org.faktoryjca.client.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;

/**
 * Writes JSON that arrives as it was written: the server reads every number as a 64-bit float, and UTF-8 has no half
 * characters. What would change on its way is refused, with its place: at the end, so that all of it is told at once.
 */
final class CheckedGenerator extends JsonGeneratorDelegate {
    private static final long LARGEST = 1L << 53;
    private static final String HALF = "holds half a surrogate pair, which is no valid Unicode";
    private static final BigInteger LARGEST_BIG = BigInteger.valueOf(LARGEST);

    /** Of many values, a message names so many. */
    private static final int NAMED = 20;

    private final List<String> refused = new ArrayList<>(0);
    private int count;
    private ErrorCode code = ErrorCode.UNENCODABLE_VALUE;
    private Optional<Throwable> firstCause = Optional.empty();

    CheckedGenerator(JsonGenerator json) {
        super(json, false);
    }

    @Override
    public void writeNumber(long number) throws IOException {
        if (number > LARGEST || number < -LARGEST) {
            refuse(tooLarge(number));
        } else {
            super.writeNumber(number);
        }
    }

    @Override
    public void writeNumber(BigInteger number) throws IOException {
        if (number.abs().compareTo(LARGEST_BIG) > 0) {
            refuse(tooLarge(number));
        } else {
            super.writeNumber(number);
        }
    }

    @Override
    public void writeNumber(double number) throws IOException {
        if (Double.isFinite(number)) {
            super.writeNumber(number);
        } else {
            refuse(formless(number));
        }
    }

    @Override
    public void writeNumber(float number) throws IOException {
        if (Float.isFinite(number)) {
            super.writeNumber(number);
        } else {
            refuse(formless(number));
        }
    }

    @Override
    public void writeNumber(BigDecimal number) throws IOException {
        var nearest = number.doubleValue();
        if (!Double.isFinite(nearest) || new BigDecimal(Double.toString(nearest)).compareTo(number) != 0) {
            refuse("is " + number + ", which has more digits than the server keeps");
        } else {
            super.writeNumber(number);
        }
    }

    @Override
    public void writeArray(long[] numbers, int offset, int length) throws IOException {
        writeStartArray();
        for (int i = offset; i < offset + length; i++) {
            writeNumber(numbers[i]);
        }
        writeEndArray();
    }

    @Override
    public void writeArray(double[] numbers, int offset, int length) throws IOException {
        writeStartArray();
        for (int i = offset; i < offset + length; i++) {
            writeNumber(numbers[i]);
        }
        writeEndArray();
    }

    @Override
    public void writeArray(String[] texts, int offset, int length) throws IOException {
        writeStartArray();
        for (int i = offset; i < offset + length; i++) {
            writeString(texts[i]);
        }
        writeEndArray();
    }

    @Override
    public void writeString(String text) throws IOException {
        if (text == null || isWhole(text)) {
            super.writeString(text);
        } else {
            refuse(HALF);
        }
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        if (isWhole(new String(text, offset, length))) {
            super.writeString(text, offset, length);
        } else {
            refuse(HALF);
        }
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        if (isWhole(name)) {
            super.writeFieldName(name);
        } else {
            note(HALF);
            super.writeFieldName("");
        }
    }

    /** Encoding puts a question mark in place of half a pair, and says nothing. */
    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            var pair = Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String tooLarge(Number number) {
        return "is " + number + ", and integers beyond 2^53 change on their way";
    }

    private static String formless(Number number) {
        return "is " + number + ", which JSON has no form for";
    }

    /** Something must stand in its place, for what comes after it to be looked at too. */
    private void refuse(String why) throws IOException {
        note(why);
        writeNull();
    }

    private void note(String why) {
        noteValue(nextPlace() + " " + why);
    }

    /** Where the next value will stand. */
    String nextPlace() {
        return path(getOutputContext());
    }

    /** Where the last one stands. */
    String lastPlace() {
        return within(getOutputContext());
    }

    /** Notes that a value of the job cannot be sent. */
    void noteValue(String what) {
        count++;
        if (count <= NAMED) {
            refused.add(what);
        }
    }

    /** Notes the same, of a value that has no JSON form because of this. */
    void noteValue(String what, Throwable cause) {
        noteValue(what);
        if (firstCause.isEmpty()) {
            firstCause = Optional.of(cause);
        }
    }

    /** Notes that something else of the job is wrong. */
    void noteJob(String what) {
        code = ErrorCode.INVALID_JOB;
        noteValue(what);
    }

    /** Ends whatever has been begun within this context and not ended, and has something stand at this place in it. */
    void leaveTo(JsonStreamContext outer, int index) throws IOException {
        while (getOutputContext() != outer) {
            if (getOutputContext().inArray()) {
                writeEndArray();
            } else {
                writeEndObject();
            }
        }
        if (!outer.hasCurrentIndex() || outer.getCurrentIndex() < index) {
            writeNull();
        }
    }

    private String told() {
        return String.join("; ", refused) + (count > NAMED ? "; and " + (count - NAMED) + " values more" : "");
    }

    /**
     * To be called when all is written, and before any of it is used.
     *
     * @throws InvalidJobException if something was refused, with all of it
     */
    void check(Job job) {
        if (count > 0) {
            throw new InvalidJobException(code, job + ": " + told(), firstCause.orElse(null));
        }
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
