package io.deskwire.common.problem;

import java.util.List;
import java.util.Map;

/// A failure its caller is told about, as RFC 9457 `application/problem+json`.
///
/// The domain returns refusals as values; services raise one of these kinds at the door. A code is public API:
/// `type` becomes `/problems/<code>`. Messages show the offending value and the expectation, never a secret.
public abstract sealed class Problem extends RuntimeException {
    private final String code;
    private final transient Map<String, Object> details;

    private Problem(String code, String message, Map<String, Object> details) {
        super(message, null, false, false);
        this.code = code;
        this.details = Map.copyOf(details);
    }

    public String code() {
        return code;
    }

    /// Members beside the standard ones, for example `changed` of a stale update.
    public Map<String, Object> details() {
        return details;
    }

    /// 404: not there, or another tenant's; the two are never told apart.
    public static final class NotFound extends Problem {
        public NotFound(String what, Object id) {
            super("not-found", "%s %s does not exist".formatted(what, id), Map.of());
        }
    }

    /// 409: the request is sound, the present state forbids it.
    public static final class Conflict extends Problem {
        public Conflict(String code, String message) {
            this(code, message, Map.of());
        }

        /// Somebody else was faster.
        ///
        /// @param what is changed, such as `ticket`
        public static Conflict changedMeanwhile(String what) {
            return new Conflict(
                    "changed-meanwhile",
                    "the %s was changed by somebody else meanwhile; read it again and repeat the change"
                            .formatted(what));
        }

        /// @param details such as the id of what is there already, where the caller may see it
        public Conflict(String code, String message, Map<String, Object> details) {
            super(code, message, details);
        }
    }

    /// 412: the `If-Match` version is not the current one; `changed` names the fields that differ since.
    public static final class Stale extends Problem {
        public Stale(long expected, long current, Iterable<String> changed) {
            super(
                    "stale",
                    "the version is %d (expected by If-Match: %d); read it again and repeat the change"
                            .formatted(current, expected),
                    Map.of("version", current, "changed", changed));
        }
    }

    /// 422: well formed, but against a rule.
    public static final class Refused extends Problem {
        public Refused(String code, String message) {
            super(code, message, Map.of());
        }
    }

    /// 403: a known caller without the permission.
    public static final class Forbidden extends Problem {
        public Forbidden(String code, String message) {
            super(code, message, Map.of());
        }

        public static Forbidden lacks(String permission) {
            return new Forbidden("forbidden", "this needs the permission " + permission);
        }
    }

    /// 400: not what the contract describes; `errors` names each field.
    public static final class Malformed extends Problem {
        public Malformed(Iterable<FieldError> errors) {
            super("malformed", "the request does not fit the contract", Map.of("errors", errors));
        }

        public static Malformed field(String field, String message) {
            return new Malformed(List.of(new FieldError(field, message)));
        }
    }

    /// 401: no credential, or one that does not hold.
    public static final class Unauthenticated extends Problem {
        public Unauthenticated(String message) {
            super("unauthenticated", message, Map.of());
        }
    }

    /// 429: a limit of this service's own; `retryAfterSeconds` goes to `Retry-After`.
    public static final class TooMany extends Problem {
        private final long retryAfterSeconds;

        public TooMany(String policy, long retryAfterSeconds) {
            super("rate-limited", "the limit %s is used up".formatted(policy), Map.of("policy", policy));
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public long retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /// 410: was there once; the details say what to do instead, for example the earliest cursor.
    public static final class Gone extends Problem {
        public Gone(String code, String message, Map<String, Object> details) {
            super(code, message, details);
        }
    }

    /// 503: a neighbour does not answer; nothing was changed.
    public static final class Unavailable extends Problem {
        public static final int RETRY_AFTER_SECONDS = 2;

        public Unavailable(String message) {
            super("unavailable", message, Map.of());
        }
    }

    public record FieldError(String field, String message) {}
}
