package io.deskwire.tickets.deadline;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// How long something may take, an ISO 8601 duration as somebody wrote it. A day is 24 hours of the time that counts.
public record Allowance(@JsonValue String written) {
    /// For the sentence that refuses another.
    public static final String EXPECTATION =
            "an ISO 8601 duration of whole seconds from PT1S to P366D, such as PT4H, P2D or P1W";

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(366);
    private static final int LONGEST = 40;
    private static final Pattern WEEKS = Pattern.compile("P(\\d{1,2})W");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Allowance {}

    /// Empty where the text is no such duration.
    public static Optional<Allowance> parse(String text) {
        return length(text)
                .filter(length -> length.getNano() == 0)
                .filter(length -> length.compareTo(LEAST) >= 0 && length.compareTo(MOST) <= 0)
                .map(_ -> new Allowance(text));
    }

    public Duration duration() {
        return length(written).orElseThrow();
    }

    private static Optional<Duration> length(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        var weeks = WEEKS.matcher(text);
        if (weeks.matches()) {
            return Optional.of(Duration.ofDays(7L * Integer.parseInt(weeks.group(1))));
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }
}
