package io.deskwire.notification.webhook.endpoint;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.Refused;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.common.webhook.WebhookSecret;
import io.deskwire.contracts.access.Permission;
import io.deskwire.directory.Directory;
import io.deskwire.directory.Directory.Bearer;
import io.deskwire.notification.webhook.endpoint.Webhook.Draft;
import io.deskwire.notification.webhook.endpoint.Webhook.Status;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to endpoints.
@Service
public class WebhookService {
    private final SecureRandom random = new SecureRandom();
    private final WebhookRepository webhooks;
    private final Deliveries deliveries;
    private final Directory directory;
    private final SystemAccess system;
    private final WebhookProperties properties;
    private final AddressGuard guard;
    private final Clock clock;

    WebhookService(
            WebhookRepository webhooks,
            Deliveries deliveries,
            Directory directory,
            SystemAccess system,
            WebhookProperties properties,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.directory = directory;
        this.system = system;
        this.properties = properties;
        this.guard = properties.guard();
        this.clock = clock;
    }

    /// The only times a secret is shown.
    record WithSecret(Webhook webhook, WebhookSecret secret) {}

    @Transactional
    public WithSecret create(Caller caller, Draft draft) {
        caller.require(Permission.WEBHOOKS_MANAGE);
        refuseForbidden(draft.url());
        var webhook = Webhook.first(new WebhookId(Uuid7.next()), caller, draft, clock.instant());
        var secret = WebhookSecret.generate(random);
        webhooks.insert(webhook, secret);
        return new WithSecret(webhook, secret);
    }

    @Transactional(readOnly = true)
    public Page<Webhook> list(Caller caller, PageRequest page) {
        caller.require(Permission.WEBHOOKS_MANAGE);
        return page.page(
                webhooks.page(caller.requireTenant(), page),
                webhook -> Cursor.of(webhook.id().value()));
    }

    @Transactional(readOnly = true)
    public Webhook get(Caller caller, WebhookId id) {
        caller.require(Permission.WEBHOOKS_MANAGE);
        return webhooks.find(caller.requireTenant(), id).orElseThrow(() -> new NotFound("webhook", id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public Webhook update(Caller caller, WebhookId id, UnaryOperator<Draft> change, @Nullable Revision ifMatch) {
        var before = get(caller, id);
        Revision.check(ifMatch, before.version(), _ -> List.of());
        var after = before.next(change.apply(before.content()), caller, clock.instant());
        refuseForbidden(after.content().url());
        if (!webhooks.update(after)) {
            throw Conflict.changedMeanwhile("webhook");
        }
        if (after.status() == Status.ACTIVE) {
            deliveries.wakeAfterCommit();
        }
        return after;
    }

    /// @param ifMatch as with [#update]
    @Transactional
    public void delete(Caller caller, WebhookId id, @Nullable Revision ifMatch) {
        var before = get(caller, id);
        Revision.check(ifMatch, before.version(), _ -> List.of());
        webhooks.delete(before.tenantId(), id);
    }

    /// The old secret signs beside the new one until the overlap is over.
    @Transactional
    WithSecret rotate(Caller caller, WebhookId id, @Nullable Duration overlap) {
        var tenant = get(caller, id).tenantId();
        var now = clock.instant();
        var until = now.plus(overlap == null ? properties.secretOverlap() : overlap);
        var secret = WebhookSecret.generate(random);
        var rotated = system.call("webhook-rotate", () -> webhooks.rotate(tenant, id, secret, until, now));
        return new WithSecret(rotated.orElseThrow(() -> new NotFound("webhook", id)), secret);
    }

    /// Those of the event's tenant that want its type and may see it: the active ones, and those that wait for a new
    /// owner. Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Webhook> listening(CloudEvent event) {
        return webhooks.listening(event).stream()
                .filter(webhook -> webhook.view().admits(event.audience(), directory))
                .toList();
    }

    /// Those of the tenants that have endpoints, be they active or not. Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<UUID> owners(Set<UUID> tenants) {
        return webhooks.owners(tenants);
    }

    /// Stops the endpoints that this one saved last, before leaving. Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public void orphan(Bearer saver, Instant left) {
        webhooks.orphan(saver, left, clock.instant());
    }

    private void refuseForbidden(String url) {
        var host = URI.create(url).getHost();
        if (!guard.admitsHost(host)) {
            throw new Refused(
                    "webhook-target-forbidden",
                    "%s lies in a network that webhooks may not reach (DESKWIRE_WEBHOOK_ALLOWED_NETWORKS)"
                            .formatted(host));
        }
    }
}
