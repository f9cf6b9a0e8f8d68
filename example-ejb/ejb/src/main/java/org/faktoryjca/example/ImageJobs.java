package org.faktoryjca.example;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Runs the jobs of queue {@code images}, each type in a method of its own. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "queues", propertyValue = "images"))
public class ImageJobs implements JobMethods {
    @EJB
    private Board board;

    /** Makes a picture small; the row says so when the transaction commits. */
    @OnJob("thumbnail")
    public void thumbnail(String id, String source, int width) throws IOException {
        board.running(id);
        try {
            var thumbnail = Thumbnail.of(Files.readAllBytes(Path.of(source)), width);
            var file = Folder.write("thumbnail", ".png", thumbnail);
            board.done(id, width + " pixels wide", file.toString());
        } catch (IOException | RuntimeException e) {
            board.failed(id, e.toString());
            throw e;
        }
    }

    /** Fails on purpose. */
    @OnJob("fail")
    public void fail(String id, JobContext context) {
        board.running(id);
        board.failed(id, "failed on purpose, execution " + context.attempt());
        throw new IllegalStateException("this job fails on purpose (row " + id + ")");
    }
}
