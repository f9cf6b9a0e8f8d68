package org.faktoryjca.example.web;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers in JSON. */
final class Answers {
    private Answers() {}

    static void answer(HttpServletResponse response, int status, JsonObject body) throws IOException {
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** Says why not, in one line. */
    static void refuse(HttpServletResponse response, int status, String why) throws IOException {
        var line = why.strip().replaceAll("\\s*\\R\\s*", " ");
        answer(response, status, Json.createObjectBuilder().add("error", line).build());
    }
}
