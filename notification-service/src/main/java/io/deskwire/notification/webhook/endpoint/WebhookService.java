package io.deskwire.notification.webhook.endpoint;

import io.deskwire.notification.webhook.delivery.Dispatcher;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.net.Network;
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
import io.deskwire.notification.webhook.endpoint.Webhook.Draft;
import io.deskwire.notification.webhook.endpoint.Webhook.Status;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to endpoints.
@Service
public class WebhookService {
    private final SecureRandom random = new SecureRandom();
    private final WebhookRepository webhooks;
    private final Dispatcher dispatcher;
    private final SystemAccess system;
    private final WebhookProperties properties;
    private final AddressGuard guard;
    private final Clock clock;

    WebhookService(
            WebhookRepository webhooks,
            Dispatcher dispatcher,
            SystemAccess system,
            WebhookProperties properties,
            Clock clock) {
        this.webhooks = webhooks;
        this.dispatcher = dispatcher;
        this.system = system;
        this.properties = properties;
        this.guard = new AddressGuard(
                properties.allowedNetworks().stream().map(Network::parse).toList());
        this.clock = clock;
    }

    /// The only times a secret is shown.
    record WithSecret(Webhook webhook, WebhookSecret secret) {}

    @Transactional
    WithSecret create(Caller caller, Draft draft) {
        caller.require(Permission.WEBHOOKS_MANAGE);
        refuseForbidden(draft.url());
        var now = clock.instant();
        var webhook = new Webhook(
                Uuid7.next(),
                caller.requireTenant(),
                draft.url(),
                draft.eventTypes(),
                draft.description(),
                draft.ordered(),
                draft.status(),
                null,
                permissions(caller),
                0,
                null,
                null,
                1,
                caller.subject(),
                caller.subject(),
                now,
                now,
                now);
        var secret = WebhookSecret.generate(random);
        webhooks.insert(webhook, secret);
        return new WithSecret(webhook, secret);
    }

    @Transactional(readOnly = true)
    public Page<Webhook> list(Caller caller, PageRequest page) {
        caller.require(Permission.WEBHOOKS_MANAGE);
        return page.page(webhooks.page(caller.requireTenant(), page), webhook -> Cursor.of(webhook.id()));
    }

    @Transactional(readOnly = true)
    public Webhook get(Caller caller, UUID id) {
        caller.require(Permission.WEBHOOKS_MANAGE);
        return webhooks.find(caller.requireTenant(), id).orElseThrow(() -> new NotFound("webhook", id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    Webhook update(Caller caller, UUID id, UnaryOperator<Draft> change, @Nullable Revision ifMatch) {
        var before = get(caller, id);
        Revision.check(ifMatch, before.version(), _ -> List.of());
        var after = before.next(change.apply(before.draft()), caller.subject(), permissions(caller), clock.instant());
        refuseForbidden(after.url());
        if (!webhooks.update(after)) {
            throw new Conflict("changed-meanwhile", "the webhook was changed meanwhile; try again");
        }
        if (after.status() == Status.ACTIVE) {
            dispatcher.wakeAfterCommit();
        }
        return after;
    }

    /// @param ifMatch as with [#update]
    @Transactional
    public void delete(Caller caller, UUID id, @Nullable Revision ifMatch) {
        var before = get(caller, id);
        Revision.check(ifMatch, before.version(), _ -> List.of());
        webhooks.delete(before.tenantId(), id);
    }

    /// The old secret signs beside the new one until the overlap is over.
    @Transactional
    WithSecret rotate(Caller caller, UUID id, @Nullable Duration overlap) {
        var tenant = get(caller, id).tenantId();
        var now = clock.instant();
        var until = now.plus(overlap == null ? properties.secretOverlap() : overlap);
        var secret = WebhookSecret.generate(random);
        var rotated = system.call("webhook-rotate", () -> webhooks.rotate(tenant, id, secret, until, now));
        return new WithSecret(rotated.orElseThrow(() -> new NotFound("webhook", id)), secret);
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

    private static List<String> permissions(Caller caller) {
        return caller.permissions().stream().sorted().toList();
    }
}
