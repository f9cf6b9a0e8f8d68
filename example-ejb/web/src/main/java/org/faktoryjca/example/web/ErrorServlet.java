package org.faktoryjca.example.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What nobody else has answered, in the same form; web.xml sends it here. */
@WebServlet("/api/error")
public class ErrorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Whatever the method: an error is dispatched with that of the request that failed. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var code = status instanceof Integer ? (Integer) status : HttpServletResponse.SC_NOT_FOUND;
        var path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        var where = path == null ? request.getRequestURI() : path;
        Answers.refuse(response, code, request.getMethod() + " " + where + ": status " + code);
    }
}
