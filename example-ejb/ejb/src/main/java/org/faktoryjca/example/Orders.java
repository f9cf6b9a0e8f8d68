package org.faktoryjca.example;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.resource.ConnectionFactoryDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;

/**
 * Takes orders: a row for the board and a job for the beans, in one transaction. The job leaves after the commit, when the
 * row can be seen, and not at all if there is none.
 */
@ConnectionFactoryDefinition(
        name = "java:app/faktory",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory")
@Stateless
public class Orders {
    /** The pictures that come with the example. */
    public static final List<String> PICTURES = List.of("mountains.jpg", "harbour.jpg", "night.jpg");

    private static final int WIDTH = 240;

    @Resource(lookup = "java:app/faktory")
    private FaktoryConnectionFactory faktory;

    @Resource
    private SessionContext session;

    @EJB
    private Board board;

    /** A thumbnail of a picture that comes with the example. */
    public String thumbnail(String picture) {
        try (var in = Orders.class.getResourceAsStream("/pictures/" + picture)) {
            if (!PICTURES.contains(picture) || in == null) {
                throw new IllegalArgumentException("there is no picture " + picture + ", only " + PICTURES);
            }
            return thumbnail(picture, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + picture, e);
        }
    }

    /** A thumbnail of any picture. */
    public String thumbnail(String title, byte[] picture) {
        var item = new BoardItem(UUID.randomUUID().toString(), "thumbnail", title);
        var source = Folder.write("picture", ".bin", picture);
        return order(
                item,
                Job.of("thumbnail", item.getId(), source.toString(), WIDTH).queue("images"));
    }

    /** A digest mail. */
    public String digest(Digest digest) {
        var item = new BoardItem(UUID.randomUUID().toString(), "digest", "digest for " + digest.to());
        return order(item, Job.of("digest", item.getId(), digest).queue("mail"));
    }

    /** A job that fails, to be seen in the work server's retry set. */
    public String failure() {
        var item = new BoardItem(UUID.randomUUID().toString(), "failure", "a job that fails");
        return order(item, Job.of("fail", item.getId()).queue("images"));
    }

    /** An order that is taken back before its commit: neither row nor job is left of it. */
    public void rolledBack() {
        failure();
        session.setRollbackOnly();
    }

    private String order(BoardItem item, Job job) {
        item.setJid(job.jid());
        board.add(item);
        return faktory.push(job);
    }
}
