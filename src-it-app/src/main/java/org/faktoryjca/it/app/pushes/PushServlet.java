package org.faktoryjca.it.app.pushes;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code POST push?what=…&id=…&n=…&m=…}: has a bean do something, and answers what it said, or all that was thrown. */
@WebServlet("/push")
public class PushServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @EJB
    private transient Cases cases;

    @EJB
    private transient OwnCases own;

    @EJB
    private transient Tables tables;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        try {
            response.getWriter().println(perform(request));
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                response.getWriter().println("thrown: " + cause);
                for (var other : cause.getSuppressed()) {
                    response.getWriter().println("thrown: " + other);
                }
            }
        }
    }

    private String perform(HttpServletRequest request) throws Exception {
        var id = request.getParameter("id");
        switch (request.getParameter("what")) {
            case "push" -> cases.push(id);
            case "pushMany" -> cases.pushMany(id, number(request, "n"));
            case "row" -> cases.row(id);
            case "rowXa" -> cases.rowXa(id);
            case "rowsInBoth" -> cases.rowsInBoth(id);
            case "jidAtOnce" -> {
                return cases.jidAtOnce();
            }
            case "handlesAndCredentials" -> cases.handlesAndCredentials();
            case "innerRolledBack" -> cases.innerRolledBack();
            case "asynchronousRolledBack" -> {
                return cases.asynchronousRolledBack().get();
            }
            case "aroundCompletion" -> cases.aroundCompletion();
            case "aroundCompletionLate" -> cases.aroundCompletionLate();
            case "beside" -> cases.beside(id, number(request, "n"), number(request, "m"));
            case "besideLater" -> cases.besideLater(id, number(request, "n"), number(request, "m"));
            case "alone" -> cases.alone(number(request, "m"));
            case "atTheSameTime" -> cases.atTheSameTime(number(request, "n"));
            case "definedAsLocal" -> cases.definedAs("Local", id);
            case "definedAsXa" -> cases.definedAs("Xa", id);
            case "lookedUp" -> cases.lookedUp();
            case "serialized" -> cases.serialized();
            case "timedOut" -> {
                return own.timedOut();
            }
            case "executorCallsBean" -> own.executorCallsBean();
            case "threadCallsBean" -> own.threadCallsBean();
            case "found" -> {
                return tables.found(id);
            }
            case "has" -> {
                return String.valueOf(tables.has(id));
            }
            case "hasXa" -> {
                return String.valueOf(tables.hasXa(id));
            }
            default -> throw new IllegalArgumentException("nothing to do for " + request.getParameter("what"));
        }
        return "done";
    }

    private static int number(HttpServletRequest request, String name) {
        return Integer.parseInt(request.getParameter(name));
    }
}
