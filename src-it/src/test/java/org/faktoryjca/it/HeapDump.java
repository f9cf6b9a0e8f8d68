package org.faktoryjca.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.faktoryjca.it.HeapReader.Reference;
import org.faktoryjca.it.HeapReader.Type;

/**
 * The objects in a heap dump, and what refers to what: fields, elements, an object to its class, a class to its loader. What a weak, soft
 * or phantom reference refers to is left out. Of fields that {@code java.lang.Class} itself has the format knows nothing.
 */
final class HeapDump {
    private static final String THREAD_NAME = "java.lang.Thread.name";

    private final ByteBuffer bytes;
    private final Map<Long, Type> types;
    private final LongIndex objects;
    private final Map<Long, String> roots;
    private final Set<Long> threads = new HashSet<>();

    private HeapDump(ByteBuffer bytes, HeapReader read) {
        this.bytes = bytes;
        this.types = read.types();
        this.objects = read.objects();
        this.roots = read.roots();
        types.forEach((id, type) -> {
            if (isThread(type)) {
                threads.add(id);
            }
        });
    }

    static HeapDump read(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            var reader = new HeapReader(bytes);
            reader.read();
            return new HeapDump(bytes, reader);
        }
    }

    private boolean isThread(Type of) {
        var type = of;
        while (type != null && !type.name().equals("java.lang.Thread")) {
            type = types.get(type.parent());
        }
        return type != null;
    }

    /** The class loaders that have loaded a class of this name. */
    Set<Long> loaders(String name) {
        var loaders = new HashSet<Long>();
        for (var type : types.values()) {
            if (type.name().equals(name)) {
                loaders.add(type.loader());
            }
        }
        return loaders;
    }

    /** What the virtual machine holds by itself, and why. */
    Map<Long, String> roots() {
        return roots;
    }

    LongIndex objects() {
        return objects;
    }

    /** The name of an object's class, or of the class that it is. */
    String describe(long id) {
        var own = types.get(id);
        if (own != null) {
            return "class " + own.name();
        }
        var at = objects.value(objects.slot(id));
        return switch (bytes.get(at)) {
            case HeapReader.INSTANCE -> types.get(bytes.getLong(at + 13)).name();
            case HeapReader.OBJECTS -> types.get(bytes.getLong(at + 17)).name();
            default -> "numbers";
        };
    }

    /** All that an object refers to. References of threads have the thread's name. */
    List<Reference> references(long id) {
        var own = types.get(id);
        if (own != null) {
            return own.own();
        }
        var references = new ArrayList<Reference>();
        var at = objects.value(objects.slot(id));
        if (bytes.get(at) == HeapReader.INSTANCE) {
            var type = bytes.getLong(at + 13);
            references.add(new Reference("class", type));
            addFields(references, types.get(type), at + 25);
            return threads.contains(type) ? named(references, types.get(type)) : references;
        }
        if (bytes.get(at) == HeapReader.OBJECTS) {
            references.add(new Reference("class", bytes.getLong(at + 17)));
            for (int i = bytes.getInt(at + 13) - 1; i >= 0; i--) {
                references.add(new Reference("element", bytes.getLong(at + 25 + i * Long.BYTES)));
            }
        }
        return references;
    }

    /** The fields of the object's class come first, and those of its superclasses after them. */
    private void addFields(List<Reference> references, Type of, int begin) {
        var at = begin;
        for (var type = of; type != null; type = types.get(type.parent())) {
            for (var field : type.fields()) {
                if (field.isReference() && !field.name().equals("java.lang.ref.Reference.referent")) {
                    references.add(new Reference(field.name(), bytes.getLong(at)));
                }
                at += field.size();
            }
        }
    }

    /** By the thread's name, or where it was given none by its class. */
    private List<Reference> named(List<Reference> references, Type type) {
        var name = references.stream()
                .filter(reference -> reference.name().equals(THREAD_NAME) && reference.to() != 0)
                .map(reference -> text(reference.to()))
                .filter(given -> !given.matches("Thread-\\d+"))
                .findFirst()
                .orElse(type.name());
        return references.stream()
                .map(reference -> new Reference(reference.name() + " of " + name, reference.to()))
                .toList();
    }

    private String text(long string) {
        var characters = references(string).stream()
                .filter(reference -> reference.name().equals("java.lang.String.value"))
                .mapToInt(reference -> objects.value(objects.slot(reference.to())))
                .findFirst()
                .orElseThrow();
        var text = new byte[bytes.getInt(characters + 13)];
        bytes.get(characters + 18, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
