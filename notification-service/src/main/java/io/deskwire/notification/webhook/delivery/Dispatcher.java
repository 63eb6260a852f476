package io.deskwire.notification.webhook.delivery;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.queue.QueueWorker;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.directory.Directory;
import io.deskwire.directory.Standing;
import io.deskwire.notification.webhook.delivery.Outcome.Withheld;
import io.deskwire.notification.webhook.delivery.QueueRepository.Claim;
import io.deskwire.notification.webhook.delivery.RetryPlan.Verdict;
import io.deskwire.notification.webhook.endpoint.Deliveries;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Works the queue off: claims in a short transaction, calls on virtual threads outside any, settles in a short one.
///
/// Sleeps until somebody queues something on this node ([#wakeAfterCommit]), a call ends, what failed here is due
/// again, or five seconds have passed, which finds what other nodes left and what has become due. Any number of
/// nodes may run one.
@Component
class Dispatcher extends QueueWorker implements Deliveries {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration LEASE_BEYOND_TIMEOUT = Duration.ofSeconds(15);
    private static final int ENDPOINTS_PER_CLAIM = 64;
    private static final String NOT_VISIBLE = "not sent: the webhook's last editor may not see this event";

    private final QueueRepository queue;
    private final Directory directory;
    private final Sender sender;
    private final SystemAccess system;
    private final RetryPlan plan;
    private final Clock clock;
    private final AtomicInteger inFlight = new AtomicInteger();

    Dispatcher(
            QueueRepository queue,
            Directory directory,
            Sender sender,
            SystemAccess system,
            RetryPlan plan,
            Clock clock) {
        super("webhook-dispatcher", POLL);
        this.queue = queue;
        this.directory = directory;
        this.sender = sender;
        this.system = system;
        this.plan = plan;
        this.clock = clock;
    }

    @Override
    protected int work() {
        if (inFlight.get() >= sender.capacity()) {
            return 0;
        }
        var due = system.call("webhook-claim", this::claim);
        inFlight.addAndGet(due.size());
        due.forEach(claimed ->
                Thread.ofVirtual().name("webhook-" + claimed.claim().delivery()).start(() -> deliver(claimed)));
        return due.size();
    }

    /// @param orphaned whether the endpoint's last editor has left
    /// @param visible whether that editor may see the event at present
    private record Claimed(Claim claim, boolean orphaned, boolean visible) {}

    private List<Claimed> claim() {
        var claims = queue.claim(
                clock.instant(), sender.timeout().plus(LEASE_BEYOND_TIMEOUT), Uuid7.next(), ENDPOINTS_PER_CLAIM);
        var owners = directory.standings(
                claims.stream().map(claim -> claim.view().bearer()).distinct().toList());
        return claims.stream()
                .map(claim -> claimed(claim, owners.get(claim.view().bearer())))
                .toList();
    }

    /// A test tells of nothing but itself.
    private Claimed claimed(Claim claim, @Nullable Standing owner) {
        var visible = claim.trigger() == Delivery.Trigger.TEST
                || claim.view().now(owner).admits(claim.message().audience(), directory);
        return new Claimed(claim, claim.view().orphaned(owner), visible);
    }

    private void deliver(Claimed claimed) {
        var claim = claimed.claim();
        try {
            if (claimed.orphaned()) {
                system.run("webhook-settle", () -> queue.orphan(claim, clock.instant()));
                return;
            }
            var outcome = claimed.visible() ? sender.send(claim) : new Withheld(NOT_VISIBLE);
            system.run("webhook-settle", () -> settle(claim, outcome));
        } catch (RuntimeException failure) {
            log.warn("A webhook delivery's result is lost until its lease ends: {}", failure.toString());
        } finally {
            inFlight.decrementAndGet();
            wake();
        }
    }

    private void settle(Claim claim, Outcome outcome) {
        var now = clock.instant();
        var verdict = plan.verdict(
                claim.trigger(),
                claim.attempt(),
                outcome,
                now,
                ThreadLocalRandom.current().nextDouble());
        var settled = switch (verdict) {
            case Verdict.Delivered _ -> queue.settle(claim, Delivery.Status.DELIVERED, now, outcome, now);
            case Verdict.TryAgain(var at) -> {
                wakeAfter(Duration.between(now, at));
                yield queue.settle(claim, Delivery.Status.PENDING, at, outcome, null);
            }
            case Verdict.GivenUp _, Verdict.EndpointGone _ ->
                queue.settle(claim, Delivery.Status.FAILED, now, outcome, now);
        };
        if (settled && !(outcome instanceof Withheld)) {
            judge(claim, verdict);
        }
    }

    /// What the delivery says about its endpoint.
    private void judge(Claim claim, Verdict verdict) {
        var now = clock.instant();
        switch (verdict) {
            case Verdict.Delivered _ -> queue.recovered(claim);
            case Verdict.EndpointGone _ -> queue.disable(claim, "gone", now);
            case Verdict.TryAgain _, Verdict.GivenUp _ -> {
                if (claim.trigger() != Delivery.Trigger.EVENT) {
                    return;
                }
                var streak = queue.failed(claim, now);
                if (plan.hopeless(streak.failures(), streak.since(), now)) {
                    queue.disable(claim, "failing", now);
                }
                var pause = plan.pause(streak.failures());
                if (pause.isPositive()) {
                    queue.pause(claim, now.plus(pause));
                    wakeAfter(pause);
                }
            }
        }
    }
}
