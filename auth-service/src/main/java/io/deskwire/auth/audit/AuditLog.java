package io.deskwire.auth.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.CurrentCaller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Writes down who did what, in the transaction of the deed: no deed without its entry, no entry without its deed.
///
/// An entry takes its place in the tenant's chain when the transaction commits, and only then is the chain's end
/// locked: a long transaction keeps nobody waiting, and two that record in two chains cannot block each other.
/// Actions are GoTrue's for sign-ins (`login`, `logout`, `user_signedup`, `user_modified` …), else `<noun>.<verb>` as
/// events have it. Refreshes are not recorded; they are counted.
@Component
public class AuditLog {
    private record Habit(
            String action, @Nullable UUID subject, @Nullable String address) {}

    private final Cache<Habit, Boolean> recent = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(50_000)
            .build();
    private final AuditRepository entries;
    private final JsonMapper json;
    private final Clock clock;

    AuditLog(AuditRepository entries, JsonMapper json, Clock clock) {
        this.entries = entries;
        this.json = json;
        this.clock = clock;
    }

    /// By the current actor (see [Attribution]), from the address of the current request. Opens no transaction, needs
    /// one: of the tenant's caller or of the system door.
    ///
    /// @param tenant whose admin may read it; null for the platform's own
    /// @param subject whom or what it was done to
    /// @param details small and never a secret
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(@Nullable TenantId tenant, String action, @Nullable UUID subject, Map<String, ?> details) {
        recordBy(Attribution.current(), tenant, action, subject, details);
    }

    /// As [#record], where the current actor is not who acts: somebody who is only now signing in.
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordBy(
            Attribution actor,
            @Nullable TenantId tenant,
            String action,
            @Nullable UUID subject,
            Map<String, ?> details) {
        add(Origin.current(), actor, tenant, action, subject, details);
    }

    /// As [#recordBy], for what happened elsewhere: before a request reached its controller, or in another service.
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordFrom(
            Origin origin, Attribution actor, @Nullable TenantId tenant, String action, Map<String, ?> details) {
        add(origin, actor, tenant, action, null, details);
    }

    private void add(
            Origin origin,
            Attribution actor,
            @Nullable TenantId tenant,
            String action,
            @Nullable UUID subject,
            Map<String, ?> details) {
        var draft = new AuditDraft(
                tenant == null ? Uuid7.NIL : tenant.value(),
                Uuid7.next(),
                // As the API shows it, so that its reader can compute the hash.
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                action,
                actor,
                subject,
                origin,
                json.writeValueAsString(details));
        if (tenant == null || SystemAccess.purpose() != null || ofCaller(tenant)) {
            PendingEntries.ofTransaction(entries).add(draft);
        } else {
            // Acting for a moment as somebody of a new tenant, whose chain nobody else waits for.
            entries.append(draft);
        }
    }

    /// As [#recordBy], for what happens all the time, such as the use of a key: at most once a minute per action,
    /// subject and address on this node.
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordNowAndThen(
            Attribution actor,
            @Nullable TenantId tenant,
            String action,
            @Nullable UUID subject,
            Map<String, ?> details) {
        var habit = new Habit(action, subject, Origin.current().address());
        if (recent.asMap().putIfAbsent(habit, true) == null) {
            recordBy(actor, tenant, action, subject, details);
        }
    }

    private static boolean ofCaller(TenantId tenant) {
        var caller = CurrentCaller.get();
        return caller != null && tenant.equals(caller.tenant());
    }
}
