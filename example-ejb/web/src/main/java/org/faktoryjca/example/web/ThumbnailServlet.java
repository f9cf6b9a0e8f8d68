package org.faktoryjca.example.web;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.faktoryjca.example.Board;

/** {@code GET api/thumbnails/ROW}: the thumbnail that came of a job. */
@WebServlet("/api/thumbnails/*")
public class ThumbnailServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @EJB
    private transient Board board;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var path = request.getPathInfo();
        var file = board.item(path == null ? "" : path.substring(1))
                .filter(item -> item.getKind().equals("thumbnail"))
                .flatMap(item -> item.file())
                .map(Path::of)
                .filter(Files::isRegularFile);
        if (file.isEmpty()) {
            Answers.refuse(response, HttpServletResponse.SC_NOT_FOUND, "there is no thumbnail of that row");
            return;
        }
        response.setContentType("image/png");
        // A row's thumbnail never changes, and the page asks again whenever anything on the board has moved.
        response.setHeader("Cache-Control", "private, max-age=3600");
        Files.copy(file.get(), response.getOutputStream());
    }
}
