package org.faktoryjca.example;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A digest mail: an argument of a job as a record of the application.
 *
 * @param to who gets it
 * @param headlines what it says
 */
public record Digest(String to, List<String> headlines) {
    /** Copies the headlines. */
    public Digest {
        headlines = List.copyOf(headlines);
    }

    /** The mail as a mail program would read it (RFC 5322). */
    public String mail(Instant date) {
        var text = new StringBuilder()
                .append("From: Faktory example <digest@example.org>\r\n")
                .append("To: ")
                .append(to)
                .append("\r\n")
                .append("Date: ")
                .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)))
                .append("\r\n")
                .append("Subject: Your digest: ")
                .append(headlines.size())
                .append(" headlines\r\n")
                .append("Content-Type: text/plain; charset=UTF-8\r\n\r\n");
        headlines.forEach(headline -> text.append("* ").append(headline).append("\r\n"));
        return text.toString();
    }
}
