package org.faktoryjca.spi;

import java.util.Arrays;
import java.util.Optional;
import org.faktoryjca.JobContext;
import org.faktoryjca.OnJob;

/** A bean with a method of each kind. */
class Images extends Recording {
    @OnJob("thumbnail")
    public void thumbnail(long id, int width) {
        called("thumbnail", id, width);
    }

    @OnJob({"crop", "cut"})
    public void crop(String name, JobContext context) {
        called("crop", name, context.job().type());
    }

    @OnJob("sum")
    public void sum(String name, int... numbers) {
        called("sum", name, Arrays.stream(numbers).sum());
    }

    @OnJob("nothing")
    public void nothing() {
        called("nothing");
    }

    @OnJob("maybe")
    public void maybe(Optional<Integer> number, Integer other) {
        called(number, other);
    }

    public void unmarked() {
        called("unmarked");
    }
}
