package org.faktoryjca.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** A bean as an application writes it, which remembers what it was called with. */
public class ImageJobs implements JobMethods {
    /** A record of the application. */
    public record Crop(String image, int width, int height, Optional<Instant> until) {}

    final List<Object> calls = new ArrayList<>();

    @OnJob("thumbnail")
    public void thumbnail(long id, int width) {
        if (width <= 0) {
            throw new IllegalArgumentException("no picture is " + width + " wide");
        }
        calls.add(List.of(id, width));
    }

    @OnJob("crop")
    public void crop(Crop request, JobContext context) throws Exception {
        if (request.image().isEmpty()) {
            throw new java.io.IOException("no such image", new IllegalStateException("the disk is away"));
        }
        calls.add(request);
        calls.add(context);
    }

    @OnJob({"broken", "crash"})
    public void broken(Object... any) {
        throw new StackOverflowError("too deep");
    }
}
