package org.faktoryjca.it;

/** Numbers by the ids of objects: some millions, without an object for each. Not thread-safe. */
final class LongIndex {
    static final int NONE = -1;

    private static final int FIRST = 1 << 20;

    /** 0 is no object's id. */
    private long[] ids = new long[FIRST];

    private int[] values = new int[FIRST];
    private int size;

    void put(long id, int value) {
        if (2 * ++size > ids.length) {
            grow();
        }
        var slot = find(id);
        ids[slot] = id;
        values[slot] = value;
    }

    private void grow() {
        var oldIds = ids;
        var oldValues = values;
        ids = new long[2 * oldIds.length];
        values = new int[ids.length];
        for (int i = 0; i < oldIds.length; i++) {
            if (oldIds[i] != 0) {
                var slot = find(oldIds[i]);
                ids[slot] = oldIds[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private int find(long id) {
        var slot = (int) ((id * 0x9e3779b97f4a7c15L) >>> 32) & (ids.length - 1);
        while (ids[slot] != 0 && ids[slot] != id) {
            slot = (slot + 1) & (ids.length - 1);
        }
        return slot;
    }

    /** Where the id is, from 0 to {@link #slots} and the same until the next {@link #put}; or {@link #NONE}. */
    int slot(long id) {
        var slot = id == 0 ? NONE : find(id);
        return slot == NONE || ids[slot] == 0 ? NONE : slot;
    }

    int slots() {
        return ids.length;
    }

    long id(int slot) {
        return ids[slot];
    }

    int value(int slot) {
        return values[slot];
    }
}
