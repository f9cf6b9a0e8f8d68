package org.faktoryjca.it;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.faktoryjca.it.HeapReader.Reference;

/** What keeps the objects of a heap dump: the shortest ways to them from what the virtual machine holds by itself. */
final class HeapPaths {
    private static final int UNSEEN = -1;
    private static final int ROOT = -2;

    private final HeapDump dump;
    private final Predicate<String> without;
    private final Map<String, Boolean> left = new HashMap<>();

    /** For each object that is kept: from which one it was seen first. */
    private final int[] before;

    private HeapPaths(HeapDump dump, Predicate<String> without) {
        this.dump = dump;
        this.without = without;
        this.before = new int[dump.objects().slots()];
        Arrays.fill(before, UNSEEN);
    }

    /**
     * Follows the references of a dump.
     *
     * @param without those that are not followed, by their names
     */
    static HeapPaths of(HeapDump dump, Predicate<String> without) {
        var paths = new HeapPaths(dump, without);
        paths.search();
        return paths;
    }

    private void search() {
        var objects = dump.objects();
        var open = new ArrayDeque<Integer>();
        for (var root : dump.roots().keySet()) {
            see(objects.slot(root), ROOT, open);
        }
        while (!open.isEmpty()) {
            int from = open.poll();
            for (var reference : dump.references(objects.id(from))) {
                if (reference.to() != 0 && isFollowed(reference)) {
                    see(objects.slot(reference.to()), from, open);
                }
            }
        }
    }

    private void see(int slot, int from, ArrayDeque<Integer> open) {
        if (slot != LongIndex.NONE && before[slot] == UNSEEN) {
            before[slot] = from;
            open.add(slot);
        }
    }

    private boolean isFollowed(Reference reference) {
        return !left.computeIfAbsent(reference.name(), without::test);
    }

    /** From the root to the object, a line for each step; empty if nothing keeps it. */
    List<String> to(long id) {
        var objects = dump.objects();
        var steps = new ArrayList<String>();
        var slot = objects.slot(id);
        if (before[slot] == UNSEEN) {
            return List.of();
        }
        for (; before[slot] != ROOT; slot = before[slot]) {
            steps.add(step(objects.id(before[slot]), objects.id(slot)));
        }
        steps.add(dump.roots().get(objects.id(slot)) + ": " + dump.describe(objects.id(slot)));
        Collections.reverse(steps);
        return steps;
    }

    private String step(long from, long to) {
        return dump.references(from).stream()
                        .filter(reference -> reference.to() == to && isFollowed(reference))
                        .map(Reference::name)
                        .findFirst()
                        .orElseThrow()
                + " -> " + dump.describe(to);
    }
}
