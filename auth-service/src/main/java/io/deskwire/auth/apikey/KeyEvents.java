package io.deskwire.auth.apikey;

import io.deskwire.auth.apikey.KeyUpkeepRepository.Notice;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.mail.MailKind;
import io.deskwire.auth.token.RevocationEvents;
import io.deskwire.common.json.WireJson;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.event.EventType;
import io.deskwire.mail.MailQueue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Who hears of a key's changes: the feed, every node that holds tokens which the key was swapped for, the audit,
/// and the tenant's admins by mail.
@Component
class KeyEvents {
    private final Outbox outbox;
    private final RevocationEvents revocations;
    private final AuditLog audit;
    private final MailQueue mails;

    KeyEvents(Outbox outbox, RevocationEvents revocations, AuditLog audit, MailQueue mails) {
        this.outbox = outbox;
        this.revocations = revocations;
        this.audit = audit;
        this.mails = mails;
    }

    List<String> changedSince(ApiKeyId id, long version) {
        return outbox.changedSince(id.value(), version);
    }

    void created(ApiKey key) {
        event(EventType.API_KEY_CREATED, key);
        audit.record(
                key.tenantId(),
                EventType.API_KEY_CREATED.wire(),
                key.id().value(),
                Map.of("name", key.name(), "prefix", key.prefix(), "service_user_id", key.serviceUserId()));
    }

    /// A warning; nothing happened that the audit should know of.
    void expiring(ApiKey key) {
        event(EventType.API_KEY_EXPIRING, key);
    }

    private void event(EventType type, ApiKey key) {
        outbox.created(type, key.image());
    }

    /// Its tokens are refused within moments, whenever they were issued.
    void revoked(ApiKey before, ApiKey after) {
        changed(EventType.API_KEY_REVOKED, before, after);
        revocations.key(after.tenantId(), after.id().value(), after.version());
    }

    void rotated(ApiKey before, ApiKey after) {
        changed(EventType.API_KEY_ROTATED, before, after);
    }

    /// The tokens that earlier secrets were swapped for up to that instant are refused within moments.
    void earlierSecretEnded(ApiKey key, Instant before) {
        revocations.earlierSecret(key.tenantId(), key.id().value(), key.version(), before);
    }

    /// @param days left, rounded up
    void mailExpiring(Notice notice, Instant expires, long days) {
        var values = new HashMap<>(values(notice));
        values.put("expires_at", WireJson.format(expires));
        values.put("days", Long.toString(days));
        notice.admins().forEach(admin -> mails.enqueue(MailKind.KEY_EXPIRING.to(admin, values)));
    }

    /// Its revocation was told of already; this says why.
    void leaked(Notice notice) {
        var key = notice.key();
        audit.record(
                key.tenantId(), "api_key.leaked", key.id().value(), Map.of("name", key.name(), "prefix", key.prefix()));
        notice.admins().forEach(admin -> mails.enqueue(MailKind.KEY_LEAKED.to(admin, values(notice))));
    }

    private static Map<String, String> values(Notice notice) {
        return Map.of(
                "tenant",
                notice.tenant(),
                "service_user",
                notice.serviceUser(),
                "key",
                notice.key().name(),
                "prefix",
                notice.key().prefix());
    }

    private void changed(EventType type, ApiKey before, ApiKey after) {
        outbox.changed(type, before.image(), after.image());
        audit.record(
                after.tenantId(),
                type.wire(),
                after.id().value(),
                Map.of("name", after.name(), "prefix", after.prefix()));
    }
}
