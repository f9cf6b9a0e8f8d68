package org.faktoryjca.testing.server;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * By what MUTATE chooses jobs where it does not choose by jids. Both conditions look at the job's JSON as a whole; neither
 * given means every job. Immutable.
 *
 * @param jobtype put in quotes as Go's {@code %q} does it, and looked for behind {@code "jobtype":}, anywhere in the JSON;
 *     beside a regexp as it is, and alone as a glob of Redis
 * @param regexp a glob of Redis, which all of the JSON must fit
 */
public record MutateFilter(Optional<String> jobtype, Optional<String> regexp) {

    /** Takes empty for absent, as the server does. */
    public MutateFilter {
        jobtype = Objects.requireNonNull(jobtype, "jobtype").filter(given -> !given.isEmpty());
        regexp = Objects.requireNonNull(regexp, "regexp").filter(given -> !given.isEmpty());
    }

    /**
     * What is chosen.
     *
     * @return whether a job fits, by its JSON as the server keeps it
     */
    public Predicate<String> predicate() {
        var field = jobtype.map(type -> "\"jobtype\":" + Quoted.text(type));
        if (regexp.isPresent()) {
            var glob = new RedisGlob(regexp.get());
            return json -> glob.matches(json) && field.map(json::contains).orElse(true);
        }
        return field.map(text -> new RedisGlob("*" + text + "*"))
                .<Predicate<String>>map(glob -> glob::matches)
                .orElse(json -> true);
    }
}
