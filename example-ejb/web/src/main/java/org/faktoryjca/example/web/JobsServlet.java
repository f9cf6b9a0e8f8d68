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

/** {@code GET api/jobs}: the board. */
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
        for (var state : State.values()) {
            counts.add(
                    state.name().toLowerCase(Locale.ROOT),
                    items.stream().filter(item -> item.getState() == state).count());
        }
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
        return Json.createObjectBuilder()
                .add("id", item.getId())
                .add("kind", item.getKind())
                .add("title", item.getTitle())
                .add("jid", item.getJid() == null ? "" : item.getJid())
                .add("state", item.getState().name().toLowerCase(Locale.ROOT))
                .add("message", item.message().orElse(""))
                .add("thumbnail", picture ? "api/thumbnails/" + item.getId() : "")
                .add("orderedAt", item.getOrderedAt())
                .add("changedAt", item.getChangedAt());
    }
}
