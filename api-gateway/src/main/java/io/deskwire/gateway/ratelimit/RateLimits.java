package io.deskwire.gateway.ratelimit;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.ratelimit.BucketKey;
import io.deskwire.common.ratelimit.Buckets;
import io.deskwire.common.ratelimit.Quota;
import io.deskwire.common.ratelimit.Reading;
import io.deskwire.gateway.credential.Admission;
import io.deskwire.gateway.credential.GuessLimit;
import io.deskwire.gateway.edge.Client;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Which quotas a request counts against.
final class RateLimits implements GuessLimit {
    /// A service user's own limit is so many a minute.
    private static final Duration OWN_WINDOW = Duration.ofMinutes(1);

    private final Map<Policy, Quota> quotas = new EnumMap<>(Policy.class);
    private final Buckets buckets;

    RateLimits(RateLimitProperties properties, TimeMeter time) {
        for (var policy : Policy.values()) {
            quotas.put(policy, properties.of(policy));
        }
        var longest = properties.window().compareTo(OWN_WINDOW) > 0 ? properties.window() : OWN_WINDOW;
        this.buckets = new Buckets(properties.holders(), longest, time);
    }

    List<BucketKey> holders(Admission admission, Client client) {
        return switch (admission) {
            case Admission.Known known -> holders(known.caller());
            case Admission.Agent(String token) ->
                List.of(holder(Policy.FLEET, client.network()), holder(Policy.CREDENTIAL, token));
            case Admission.Anonymous _ -> List.of(holder(Policy.ADDRESS, client.network()));
            case Admission.Refused _ -> List.of(holder(Policy.FAILURES, client.network()));
        };
    }

    private List<BucketKey> holders(Caller caller) {
        return caller.tenant() == null
                ? List.of(credential(caller))
                : List.of(
                        credential(caller),
                        holder(Policy.TENANT, caller.tenant().toString()));
    }

    /// A service user's keys count each for itself, but together where it has a limit of its own; a person's sessions
    /// count together.
    private BucketKey credential(Caller caller) {
        if (caller.rateLimit() != null) {
            var own = new Quota(Policy.CREDENTIAL.wire(), Math.max(1, caller.rateLimit()), OWN_WINDOW);
            return new BucketKey(own, caller.subject().toString());
        }
        return holder(
                Policy.CREDENTIAL,
                caller.kind() == Caller.Kind.SERVICE_USER && caller.session() != null
                        ? caller.session().toString()
                        : caller.subject().toString());
    }

    private BucketKey holder(Policy policy, String id) {
        return new BucketKey(Objects.requireNonNull(quotas.get(policy)), id);
    }

    /// See [Buckets#count].
    List<Reading> count(List<BucketKey> holders) {
        return buckets.count(holders);
    }

    @Override
    public long secondsToWait(Client client) {
        return buckets.secondsToWait(holder(Policy.GUESSES, client.network()));
    }

    @Override
    public void wrong(Client client) {
        buckets.take(holder(Policy.GUESSES, client.network()));
    }
}
