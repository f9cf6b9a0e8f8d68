package org.faktoryjca.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads through a heap dump of HotSpot once: where each object is, what classes there are, and what the virtual machine holds by
 * itself.
 *
 * @see <a href="https://hg.openjdk.org/jdk6/jdk6/jdk/raw-file/tip/src/share/demo/jvmti/hprof/manual.html">The binary format</a>
 */
final class HeapReader {
    static final int CLASS = 0x20;
    static final int INSTANCE = 0x21;
    static final int OBJECTS = 0x22;
    static final int NUMBERS = 0x23;

    private static final int STRING = 0x01;
    private static final int LOAD_CLASS = 0x02;
    private static final int HEAP_DUMP = 0x0c;
    private static final int HEAP_DUMP_SEGMENT = 0x1c;

    /** Before what a record has for itself: its tag, a time and its length. */
    private static final int HEAD = 1 + 4 + 4;

    private static final int REFERENCE = 2;

    /** The kinds of root: each one's name, and how many bytes come after the object's id. */
    private static final Map<Integer, Root> ROOTS = Map.of(
            0xff, new Root("unknown", 0),
            0x01, new Root("JNI global", 8),
            0x02, new Root("JNI local", 8),
            0x03, new Root("local variable", 8),
            0x04, new Root("native stack", 4),
            0x05, new Root("class of the system", 0),
            0x06, new Root("thread block", 4),
            0x07, new Root("monitor", 0),
            0x08, new Root("thread", 8));

    private final ByteBuffer bytes;
    private final Map<Long, Integer> strings = new HashMap<>();
    private final Map<Long, Long> names = new HashMap<>();
    private final Map<Long, Type> types = new HashMap<>();
    private final LongIndex objects = new LongIndex();
    private final Map<Long, String> roots = new LinkedHashMap<>();

    private record Root(String name, int more) {}

    /** A class, and what it refers to by itself. */
    record Type(String name, long loader, long parent, List<Reference> own, List<Field> fields) {}

    /** A field that each instance of a class has, as {@code class.field}. */
    record Field(String name, int type) {
        boolean isReference() {
            return type == REFERENCE;
        }

        int size() {
            return HeapReader.size(type);
        }
    }

    /** From some object to another: by a field, as {@code class.field}, or in another way. */
    record Reference(String name, long to) {}

    HeapReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** The classes by their ids. */
    Map<Long, Type> types() {
        return types;
    }

    /** Where in the file each object is. */
    LongIndex objects() {
        return objects;
    }

    /** What is held by nothing else, and why. */
    Map<Long, String> roots() {
        return roots;
    }

    void read() throws IOException {
        while (bytes.get() != 0) {
            // The format's name and version.
        }
        if (bytes.getInt() != Long.BYTES) {
            throw new IOException("a heap dump whose ids are not of 8 bytes");
        }
        bytes.getLong();
        while (bytes.hasRemaining()) {
            var start = bytes.position();
            var end = Integer.toUnsignedLong(bytes.getInt(start + 5)) + start + HEAD;
            var tag = bytes.get();
            skip(HEAD - 1);
            if (tag == STRING) {
                strings.put(bytes.getLong(), start);
            } else if (tag == LOAD_CLASS) {
                names.put(bytes.getLong(start + HEAD + 4), bytes.getLong(start + HEAD + 16));
            } else if (tag == HEAP_DUMP || tag == HEAP_DUMP_SEGMENT) {
                while (bytes.position() < end) {
                    object();
                }
            }
            bytes.position((int) end);
        }
    }

    /** One root or object of a segment. */
    private void object() throws IOException {
        var start = bytes.position();
        var kind = Byte.toUnsignedInt(bytes.get());
        var id = bytes.getLong();
        var root = ROOTS.get(kind);
        if (root != null) {
            roots.putIfAbsent(id, root.name());
            skip(root.more());
            return;
        }
        objects.put(id, start);
        skip(4);
        switch (kind) {
            case CLASS -> types.put(id, type(id));
            case INSTANCE -> {
                skip(Long.BYTES);
                skip(bytes.getInt());
            }
            case OBJECTS -> skip(bytes.getInt() * Long.BYTES + Long.BYTES);
            case NUMBERS -> {
                var length = bytes.getInt();
                skip(length * size(bytes.get()));
            }
            default -> throw new IOException("a heap dump with an object of the kind " + kind);
        }
    }

    private void skip(int length) {
        bytes.position(bytes.position() + length);
    }

    private static int size(int type) {
        return switch (type) {
            case REFERENCE, 7, 11 -> 8;
            case 4, 8 -> 1;
            case 5, 9 -> 2;
            case 6, 10 -> 4;
            default -> throw new IllegalArgumentException("a field of the type " + type);
        };
    }

    private Type type(long id) {
        var name = string(names.get(id)).replace('/', '.');
        var parent = bytes.getLong();
        var loader = bytes.getLong();
        var own = new ArrayList<>(List.of(
                new Reference("superclass", parent),
                new Reference("loader", loader),
                new Reference("signers", bytes.getLong()),
                new Reference("protection domain", bytes.getLong())));
        skip(2 * Long.BYTES + 4);
        for (int left = bytes.getShort(); left > 0; left--) {
            skip(2);
            skip(size(bytes.get()));
        }
        for (int left = Short.toUnsignedInt(bytes.getShort()); left > 0; left--) {
            var field = new Field(name + "." + string(bytes.getLong()), bytes.get());
            if (field.isReference()) {
                own.add(new Reference(field.name(), bytes.getLong()));
            } else {
                skip(field.size());
            }
        }
        var fields = new ArrayList<Field>();
        for (int left = Short.toUnsignedInt(bytes.getShort()); left > 0; left--) {
            fields.add(new Field(name + "." + string(bytes.getLong()), bytes.get()));
        }
        return new Type(name, loader, parent, own, fields);
    }

    private String string(long id) {
        var start = strings.get(id);
        var text = new byte[bytes.getInt(start + 5) - Long.BYTES];
        bytes.get(start + HEAD + Long.BYTES, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
