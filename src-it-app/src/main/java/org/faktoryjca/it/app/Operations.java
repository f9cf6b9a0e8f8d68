package org.faktoryjca.it.app;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code POST do?what=…&id=…}: has a bean do something, and answers what it said. */
@WebServlet("/do")
public class Operations extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @EJB
    private transient Containers containers;

    @EJB
    private transient OwnTransactions own;

    @EJB
    private transient Rows rows;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        try {
            response.getWriter().println(perform(request.getParameter("what"), request.getParameter("id")));
        } catch (EJBException e) {
            // Most of what is asked for ends so.
            response.getWriter().println("thrown: " + e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String perform(String what, String id) throws Exception {
        switch (what) {
            case "row" -> containers.row(id);
            case "commits" -> containers.commits();
            case "twoFactories" -> containers.twoFactories();
            case "marked" -> containers.marked();
            case "throwing" -> containers.throwing();
            case "pushAfterMark" -> {
                return containers.pushAfterMark();
            }
            case "outer" -> containers.outer();
            case "without" -> containers.without();
            case "atOnce" -> containers.atOnce();
            case "around" -> containers.around();
            case "asynchronous" -> {
                return containers.asynchronous().get();
            }
            case "timer" -> containers.timer();
            case "timerRolledBack" -> containers.timerRolledBack();
            case "severalInARow" -> own.severalInARow();
            case "inExecutor" -> own.inExecutor();
            case "inOwnThread" -> own.inOwnThread();
            case "found" -> {
                return rows.found(id);
            }
            default -> throw new IllegalArgumentException("nothing to do for " + what);
        }
        return "done";
    }
}
