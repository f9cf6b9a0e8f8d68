package org.faktoryjca.example.web;

import jakarta.ejb.EJB;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.faktoryjca.example.Board;
import org.faktoryjca.example.BoardItem;
import org.faktoryjca.example.State;

/** {@code GET api/jobs}: the latest rows, and how many there are in each state. */
@WebServlet("/api/jobs")
public class JobsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @EJB
    private transient Board board;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var items = board.items();
        var jobs = Json.createArrayBuilder();
        items.forEach(item -> jobs.add(row(item)));
        var counts = Json.createObjectBuilder();
        board.counts().forEach((state, count) -> counts.add(word(state), count));
        Answers.answer(
                response,
                HttpServletResponse.SC_OK,
                Json.createObjectBuilder()
                        .add("jobs", jobs)
                        .add("counts", counts)
                        .build());
    }

    private static JsonObjectBuilder row(BoardItem item) {
        var picture = item.file().isPresent() && item.getKind().equals("thumbnail");
        var row = Json.createObjectBuilder()
                .add("id", item.getId())
                .add("kind", item.getKind())
                .add("title", item.getTitle())
                .add("jid", item.getJid() == null ? "" : item.getJid())
                .add("state", word(item.getState()))
                .add("message", item.message().orElse(""))
                .add("thumbnail", picture ? "api/thumbnails/" + item.getId() : "")
                .add("queuedAt", item.getOrderedAt());
        item.startedAt().ifPresent(at -> row.add("startedAt", at));
        item.endedAt().ifPresent(at -> row.add("endedAt", at));
        return row;
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
