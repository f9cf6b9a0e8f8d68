package org.faktoryjca.testing.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes a server's address as clients expect it. */
final class Urls {

    /** The host of a server that listens on all addresses. */
    static final String EVERYWHERE = "0.0.0.0";

    private Urls() {}

    static String of(String scheme, Optional<String> password, String host, int port) {
        return scheme + "://" + password.map(p -> ":" + encoded(p) + "@").orElse("") + reachable(host) + ":" + port;
    }

    static boolean isEverywhere(String host) {
        return host.equals(EVERYWHERE) || host.equals("::");
    }

    /** URLEncoder writes forms, in which a space is a plus sign; in a URL it must be %20. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Nobody can connect to "all addresses"; this machine's own address leads there. */
    private static String reachable(String host) {
        if (isEverywhere(host)) {
            return "127.0.0.1";
        }
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
