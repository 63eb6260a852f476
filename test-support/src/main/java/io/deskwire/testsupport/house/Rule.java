package io.deskwire.testsupport.house;

import java.util.Arrays;
import java.util.Optional;

/// The rules that began with exceptions, see [KnownExceptions].
public enum Rule {
    RECORD_COMPONENTS(
            "record-components",
            "two neighbours of one type are swapped unseen: make value records of what belongs together and unwrap them"
                    + " with @JsonUnwrapped"),
    CONSTRUCTOR_PARAMETERS(
            "constructor-parameters",
            "a class that needs so much does several things: split it by what it does, or bind its settings as one"
                    + " @ConfigurationProperties"),
    ROOM_SIZE("room-size", "nobody finds anything in a room that large: split it by noun"),
    SQL_IN_REPOSITORIES("sql-in-repositories", "all SQL of a feature sits in its …Repository: ask that"),
    NO_SLEEP(
            "no-sleep",
            "a pause is too short on a crowded machine and too long on any other: await() the condition, and for what"
                    + " must not happen await().during(…) or a later event that proves it"),
    STOREYS(
            "storeys",
            "the ground knows nobody above it and nobody knows an edge: let the upper room listen to the lower one's"
                    + " events, or change it by its command"),
    STANDS_ALONE("stands-alone", "it may run on a node without the rest: give it what it needs as a port of its own");

    private final String key;
    private final String because;

    Rule(String key, String because) {
        this.key = key;
        this.because = because;
    }

    /// As a list of exceptions names it.
    public String key() {
        return key;
    }

    String because() {
        return because;
    }

    static Optional<Rule> of(String key) {
        return Arrays.stream(values()).filter(rule -> rule.key.equals(key)).findFirst();
    }
}
