package io.deskwire.common.reception;

import java.time.Duration;

/// How records are fetched.
public enum Pace {
    /// As soon as there is one.
    PROMPT(1, Duration.ofSeconds(2), 200, Duration.ofMinutes(5)),
    /// As [#PROMPT], in larger batches.
    BULK(1, Duration.ofSeconds(2), 500, Duration.ofMinutes(5)),
    /// For what need not be done at once and may take long. The broker lets records gather for two seconds: most of
    /// what is read is of another type, and each answer and commit costs every service's share of the machine.
    UNHURRIED(1 << 20, Duration.ofSeconds(2), 500, Duration.ofHours(1));

    private final int bytes;
    private final Duration wait;
    private final int records;
    private final Duration longestBatch;

    Pace(int bytes, Duration wait, int records, Duration longestBatch) {
        this.bytes = bytes;
        this.wait = wait;
        this.records = records;
        this.longestBatch = longestBatch;
    }

    /// The broker answers once it has so many.
    int bytes() {
        return bytes;
    }

    /// After it the broker answers with what there is.
    Duration longestWait() {
        return wait;
    }

    /// Of one batch, at most.
    int records() {
        return records;
    }

    /// A node that needs longer loses its partitions to another one.
    Duration longestBatch() {
        return longestBatch;
    }
}
