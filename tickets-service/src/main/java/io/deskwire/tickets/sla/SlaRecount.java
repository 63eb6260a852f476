package io.deskwire.tickets.sla;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.tickets.sla.AgreementRepository.Recount;
import io.deskwire.tickets.ticket.LiveTickets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Counts the tickets of tenants anew that have changed a policy or its hours: those that are neither solved nor
/// closed, batch by batch, each in a transaction of its own that also notes how far it came. So it goes on where it
/// was, on any node; a tenant is one node's at a time. A change meanwhile makes it begin again.
@Component
class SlaRecount {
    private static final Logger log = LoggerFactory.getLogger(SlaRecount.class);
    private static final String PURPOSE = "sla-recount";
    private static final int MOST_AT_ONCE = 20;
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final AgreementRepository agreements;
    private final KnownAgreements known;
    private final LiveTickets tickets;
    private final SystemAccess system;
    private final SlaProperties properties;

    SlaRecount(
            AgreementRepository agreements,
            KnownAgreements known,
            LiveTickets tickets,
            SystemAccess system,
            SlaProperties properties) {
        this.agreements = agreements;
        this.known = known;
        this.tickets = tickets;
        this.system = system;
        this.properties = properties;
    }

    /// @return how many batches it counted; with none there is nothing to do, or others still write
    int sweep(Instant now) {
        system.run(PURPOSE, agreements::noteWriters);
        var counted = 0;
        while (counted < MOST_AT_ONCE && countOne(now)) {
            counted++;
        }
        return counted;
    }

    /// A tenant whose batch fails is put off and does not stop the others.
    private boolean countOne(Instant now) {
        var claimed = new AtomicReference<@Nullable Recount>();
        try {
            return system.call(PURPOSE, () -> {
                var recount = agreements.claim(now).orElse(null);
                if (recount == null) {
                    return false;
                }
                claimed.set(recount);
                count(recount, now);
                return true;
            });
        } catch (RuntimeException failure) {
            var recount = claimed.get();
            if (recount == null) {
                throw failure;
            }
            log.warn("Tickets of tenant {} are counted anew in {}", recount.tenant(), AFTER_FAILURE, failure);
            system.run(PURPOSE, () -> agreements.postpone(recount, now.plus(AFTER_FAILURE)));
            return true;
        }
    }

    private void count(Recount recount, Instant now) {
        known.learn(recount.tenant());
        var ids = agreements.underWay(recount, properties.batch());
        ids.forEach(id -> tickets.reckon(recount.tenant(), id, now));
        if (ids.size() < properties.batch()) {
            agreements.finish(recount);
        } else {
            agreements.advance(recount, ids.getLast());
        }
    }
}
