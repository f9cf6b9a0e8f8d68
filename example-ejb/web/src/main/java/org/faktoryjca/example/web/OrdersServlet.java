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
import java.util.Collection;
import java.util.List;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.example.Digest;
import org.faktoryjca.example.Orders;

/**
 * {@code POST api/thumbnails} (the pictures of the example, one of them by {@code ?picture=}, or an uploaded one),
 * {@code api/digests}, {@code api/failures}: each answers the jids it has pushed. {@code POST api/rollbacks} orders and
 * takes back.
 */
@WebServlet({"/api/thumbnails", "/api/digests", "/api/failures", "/api/rollbacks"})
@MultipartConfig(maxFileSize = OrdersServlet.LARGEST, maxRequestSize = OrdersServlet.LARGEST)
public class OrdersServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** WildFly takes no more from anyone, and says nothing but 400: so the same everywhere, and the page asks before. */
    static final int LARGEST = 10 << 20;

    private static final Digest DIGEST = new Digest(
            "reader@example.org",
            List.of("Jobs leave after the commit", "A rolled-back order pushes nothing", "Beans run what others push"));

    @EJB
    private transient Orders orders;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            switch (request.getServletPath()) {
                case "/api/thumbnails" -> accepted(response, thumbnails(request));
                case "/api/digests" -> accepted(response, List.of(orders.digest(DIGEST)));
                case "/api/failures" -> accepted(response, List.of(orders.failure()));
                default -> {
                    orders.rolledBack();
                    Answers.answer(
                            response,
                            HttpServletResponse.SC_OK,
                            Json.createObjectBuilder().add("pushed", 0).build());
                }
            }
        } catch (Refusal e) {
            Answers.refuse(response, e.status(), e.getMessage());
        } catch (EJBException e) {
            log("an order failed", e);
            Answers.refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, why(e));
        }
    }

    private static void accepted(HttpServletResponse response, List<String> pushed) throws IOException {
        var jids = Json.createArrayBuilder();
        pushed.forEach(jids::add);
        Answers.answer(
                response,
                HttpServletResponse.SC_ACCEPTED,
                Json.createObjectBuilder()
                        .add("jids", jids)
                        .add("pushed", pushed.size())
                        .build());
    }

    private List<String> thumbnails(HttpServletRequest request) throws IOException, Refusal {
        var type = request.getContentType();
        if (type != null && type.startsWith("multipart/form-data")) {
            return uploaded(request);
        }
        var picture = request.getParameter("picture");
        if (picture == null) {
            return Orders.PICTURES.stream().map(orders::thumbnail).toList();
        }
        if (!Orders.PICTURES.contains(picture)) {
            throw new Refusal(
                    HttpServletResponse.SC_NOT_FOUND,
                    "there is no picture " + picture + ", only " + String.join(", ", Orders.PICTURES));
        }
        return List.of(orders.thumbnail(picture));
    }

    private List<String> uploaded(HttpServletRequest request) throws IOException, Refusal {
        var jids = new ArrayList<String>();
        for (var part : parts(request)) {
            if (part.getSize() > 0) {
                jids.add(orders.thumbnail(title(part), part.getInputStream().readAllBytes()));
            }
        }
        if (jids.isEmpty()) {
            throw new Refusal(HttpServletResponse.SC_BAD_REQUEST, "the upload has no picture in it");
        }
        return jids;
    }

    private static Collection<Part> parts(HttpServletRequest request) throws IOException, Refusal {
        try {
            return request.getParts();
        } catch (IllegalStateException e) {
            throw new Refusal(
                    HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                    "the upload is larger than " + (LARGEST >> 20) + " MB");
        } catch (ServletException e) {
            throw new Refusal(HttpServletResponse.SC_BAD_REQUEST, "the upload cannot be read: " + e.getMessage());
        }
    }

    private static String title(Part part) {
        var name = part.getSubmittedFileName();
        return name == null || name.isBlank() ? "a picture" : name.substring(0, Math.min(100, name.length()));
    }

    /** The adapter's own words where it has any: they say what to do. Else what lies deepest. */
    private static String why(Throwable thrown) {
        var cause = thrown;
        while (!(cause instanceof FaktoryException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
