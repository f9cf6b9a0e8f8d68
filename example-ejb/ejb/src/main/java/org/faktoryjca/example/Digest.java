package org.faktoryjca.example;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A digest mail: an argument of a job as a record of the application.
 *
 * @param to who gets it
 * @param headlines what it says
 */
public record Digest(String to, List<String> headlines) {
    /** Not RFC_1123_DATE_TIME, which writes the zone as GMT: a form that mails may no longer be given. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    /** Copies the headlines; refuses a recipient that would add lines to the mail's head. */
    public Digest {
        if (to == null || to.isBlank() || to.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a digest needs a recipient, on one line");
        }
        headlines = List.copyOf(headlines);
    }

    /** The mail as a mail program would read it (RFC 5322), with an id by which it would know a second copy. */
    public String mail(String id, Instant date) {
        var text = new StringBuilder()
                .append("From: Faktory example <digest@example.org>\r\n")
                .append("To: ")
                .append(to)
                .append("\r\n")
                .append("Date: ")
                .append(DATE.format(date.atOffset(ZoneOffset.UTC)))
                .append("\r\n")
                .append("Subject: Your digest: ")
                .append(headlines.size())
                .append(" headlines\r\n")
                .append("Message-ID: <")
                .append(id)
                .append("@example.org>\r\n")
                .append("MIME-Version: 1.0\r\n")
                .append("Content-Type: text/plain; charset=UTF-8\r\n")
                .append("Content-Transfer-Encoding: 8bit\r\n\r\n");
        headlines.forEach(headline ->
                text.append("* ").append(headline.replaceAll("\\R", " ")).append("\r\n"));
        return text.toString();
    }
}
