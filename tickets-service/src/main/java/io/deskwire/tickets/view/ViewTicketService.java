package io.deskwire.tickets.view;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.FieldError;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.condition.Condition;
import io.deskwire.condition.ConditionContext;
import io.deskwire.condition.SqlPredicate;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.view.ViewRepository.Meaning;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/// The door to what views show: to each caller the tickets that the caller may see, with `me` and `my_teams` as the
/// caller and the caller's teams.
@Service
class ViewTicketService {
    /// How many views a page has at most where their tickets are counted.
    private static final int MOST_COUNTED = 50;

    private final ViewRepository views;
    private final ViewTicketRepository tickets;
    private final Clock clock;

    ViewTicketService(ViewRepository views, ViewTicketRepository tickets, Clock clock) {
        this.views = views;
        this.tickets = tickets;
        this.clock = clock;
    }

    /// In the view's order.
    @Transactional(readOnly = true)
    public Page<Ticket> tickets(Caller caller, ViewId id, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        var asked = views.ask(caller.requireTenant(), id).orElseThrow(() -> ViewService.notFound(id));
        var view = asked.view();
        var read = Read.of(view, asked.meaning());
        if (!read.faults().isEmpty()) {
            throw new Conflict(
                    "view-outdated",
                    "the conditions name fields or options that no longer exist; correct those listed in errors",
                    Map.of("errors", read.faults()));
        }
        var condition = read.condition().sql(context(caller, asked.meaning()));
        return page.page(tickets.page(view, condition, page), ticket -> ViewTicketRepository.cursor(view, ticket));
    }

    /// Newest first. The number of statements does not depend on that of views.
    @Transactional(readOnly = true)
    public Page<CountedView> counted(Caller caller, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        if (page.limit() > MOST_COUNTED) {
            throw Malformed.field("limit", "%d (expected: 1 to %d with counts)".formatted(page.limit(), MOST_COUNTED));
        }
        var tenant = caller.requireTenant();
        var known = page.page(views.page(tenant, page), view -> Cursor.of(view.id()));
        var counts = tickets.counts(tenant, conditions(caller, known.data()));
        return known.map(view -> CountedView.of(view, counts.get(view.id())));
    }

    /// Of those whose conditions still fit.
    private Map<ViewId, SqlPredicate> conditions(Caller caller, List<View> some) {
        var conditions = new LinkedHashMap<ViewId, SqlPredicate>();
        if (some.isEmpty()) {
            return conditions;
        }
        var meaning = views.meaning(caller.requireTenant());
        var context = context(caller, meaning);
        for (var view : some) {
            var read = Read.of(view, meaning);
            if (read.faults().isEmpty()) {
                conditions.put(view.id(), read.condition().sql(context, "v%d_".formatted(conditions.size())));
            }
        }
        return conditions;
    }

    private ConditionContext context(Caller caller, Meaning meaning) {
        var subject = caller.actor().subject();
        return new ConditionContext(clock.instant(), subject == null ? null : subject.value(), meaning.teams());
    }

    /// The conditions of a view, and what of them does not fit the tenant's fields any more.
    private record Read(Condition<JsonNode> condition, List<FieldError> faults) {
        static Read of(View view, Meaning meaning) {
            var check = new FieldCheck();
            var condition = meaning.catalogue().parse(view.details().conditions(), "conditions", check);
            return new Read(condition, check.errors());
        }
    }
}
