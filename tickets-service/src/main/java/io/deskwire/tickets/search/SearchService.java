package io.deskwire.tickets.search;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.search.SearchRepository.Found;
import io.deskwire.tickets.search.SearchRepository.Place;
import io.deskwire.tickets.search.SearchSettings.Stemming;
import io.deskwire.tickets.search.SearchTerms.Term;
import io.deskwire.tickets.ticket.TicketService;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to the search over everything that a tenant wrote, and to how it takes words.
@Service
class SearchService {
    private static final int CURSOR_PARTS = 4;

    private final SearchRepository search;
    private final SearchSettingsRepository settings;
    private final Clock clock;

    SearchService(SearchRepository search, SearchSettingsRepository settings, Clock clock) {
        this.search = search;
        this.settings = settings;
        this.clock = clock;
    }

    /// What fits best first. Nothing where nothing is asked for.
    @Transactional(readOnly = true)
    public Page<SearchHit> search(Caller caller, SearchQuery query, PageRequest page) {
        TicketService.requireToRead(caller);
        var tenant = caller.requireTenant();
        var after = place(tenant, query, page);
        var terms = query.terms();
        if (terms == null) {
            return new Page<>(List.of(), null);
        }
        var until = after == null ? Uuid7.next() : after.until();
        var wanted = terms.wanted();
        return page.page(
                        search.page(tenant, terms, query.types(), after, page.fetch()),
                        last -> Cursor.of(query.fingerprint(tenant), until, last.score(), last.id()))
                .map(found -> hit(found, wanted));
    }

    private static @Nullable Place place(TenantId tenant, SearchQuery query, PageRequest page) {
        var cursor = page.after(CURSOR_PARTS);
        if (cursor == null) {
            return null;
        }
        if (!cursor.key().getFirst().equals(query.fingerprint(tenant))) {
            throw Malformed.field(
                    "cursor",
                    "is of another search (expected: the next_cursor of the last page of this one); repeat q and types"
                            + " as they were, or omit the cursor to start from the first page");
        }
        return Place.of(cursor);
    }

    private static SearchHit hit(Found found, List<Term> wanted) {
        var passage = found.passage();
        return new SearchHit(
                found.type(),
                found.id(),
                found.ticketId(),
                passage.title(),
                Highlight.of(passage.text(), wanted, passage.forms()),
                found.score() / 1e6);
    }

    @Transactional(readOnly = true)
    public SearchSettings settings(Caller caller) {
        caller.require(Permission.TICKETS_READ);
        return settings.find(caller.requireTenant());
    }

    /// What is written from now on is found by it; what is there already as the work in the background comes to it.
    @Transactional
    public SearchSettings choose(Caller caller, Stemming stemming) {
        caller.require(Permission.TENANT_MANAGE);
        var tenant = caller.requireTenant();
        settings.save(tenant, stemming, caller.actor(), clock.instant());
        return settings.find(tenant);
    }
}
