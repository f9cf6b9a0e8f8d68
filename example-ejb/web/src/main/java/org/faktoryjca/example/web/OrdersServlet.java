package org.faktoryjca.example.web;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.json.Json;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.faktoryjca.example.Digest;
import org.faktoryjca.example.Orders;

/**
 * {@code POST api/thumbnails} (the pictures of the example, or an uploaded one), {@code api/digests}, {@code api/failures}:
 * each answers the jids it has pushed. {@code POST api/rollbacks} orders and takes back.
 */
@WebServlet({"/api/thumbnails", "/api/digests", "/api/failures", "/api/rollbacks"})
@MultipartConfig(maxFileSize = OrdersServlet.LARGEST, maxRequestSize = OrdersServlet.LARGEST)
public class OrdersServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    static final int LARGEST = 20 << 20;

    private static final Digest DIGEST = new Digest(
            "reader@example.org",
            List.of("Jobs leave after the commit", "A rolled-back order pushes nothing", "Beans run what others push"));

    @EJB
    private transient Orders orders;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            var pushed = order(request);
            var jids = Json.createArrayBuilder();
            pushed.forEach(jids::add);
            Answers.answer(
                    response,
                    HttpServletResponse.SC_ACCEPTED,
                    Json.createObjectBuilder()
                            .add("jids", jids)
                            .add("pushed", pushed.size())
                            .build());
        } catch (EJBException e) {
            log("an order failed", e);
            Answers.refuse(
                    response,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    innermost(e).getMessage());
        }
    }

    private List<String> order(HttpServletRequest request) throws IOException, ServletException {
        switch (request.getServletPath()) {
            case "/api/thumbnails":
                return thumbnails(request);
            case "/api/digests":
                return List.of(orders.digest(DIGEST));
            case "/api/failures":
                return List.of(orders.failure());
            default:
                orders.rolledBack();
                return List.of();
        }
    }

    private List<String> thumbnails(HttpServletRequest request) throws IOException, ServletException {
        var jids = new ArrayList<String>();
        var type = request.getContentType();
        if (type != null && type.startsWith("multipart/form-data")) {
            for (Part part : request.getParts()) {
                jids.add(orders.thumbnail(title(part), part.getInputStream().readAllBytes()));
            }
        } else {
            Orders.PICTURES.forEach(picture -> jids.add(orders.thumbnail(picture)));
        }
        return jids;
    }

    private static String title(Part part) {
        var name = part.getSubmittedFileName();
        return name == null || name.isBlank() ? "a picture" : name.substring(0, Math.min(100, name.length()));
    }

    private static Throwable innermost(Throwable thrown) {
        var cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
