package org.faktoryjca.example;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;

/** Is given whole jobs of queue {@code mail}, and writes each digest to a file as if it were sent. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "mail"),
            @ActivationConfigProperty(propertyName = "jobTypes", propertyValue = "digest")
        })
public class Messages implements JobListener {
    @EJB
    private Board board;

    @Override
    public void onJob(Job job) {
        var id = job.arg(0, String.class);
        board.running(id);
        try {
            var mail = job.arg(1, Digest.class).mail(job.jid(), Instant.now());
            var file = Folder.write("digest", ".eml", mail.getBytes(StandardCharsets.UTF_8));
            board.done(id, "written to " + file.getFileName(), file.toString());
        } catch (RuntimeException e) {
            board.failed(id, e.toString());
            throw e;
        }
    }
}
