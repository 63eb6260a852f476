package io.deskwire.directory;

import io.deskwire.common.arrival.Arrivals;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.contracts.access.Permission;
import io.deskwire.directory.Directory.Bearer;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Whether work may be given to somebody: to a present member or service user of the tenant that may read tickets.
///
/// ```java
/// assignees.awaiting(() -> service.change(…));      // where the request comes in, outside of transactions
/// assignees.check("assignee_id", tenant, user);     // where the change is made, inside of one
/// ```
///
/// Somebody of whom nothing has been heard may be on the way (ADR 0042, 0057). [#awaiting] then undoes the attempt and
/// repeats it, holding nothing of the database meanwhile. A user of another tenant is such a one, too: no answer and
/// no time tells it from an invented one.
public final class Assignees {
    private static final ScopedValue<Boolean> AWAITING = ScopedValue.newInstance();

    private final Directory directory;
    private final Arrivals arrivals;

    Assignees(Directory directory, Arrivals arrivals) {
        this.directory = directory;
        this.arrivals = arrivals;
    }

    /// @param field of the request, named in the refusal
    /// @throws Malformed where the user may not be given work
    public void check(String field, UUID tenant, UUID user) {
        check(field, tenant, List.of(user));
    }

    /// As the other, of several in one query. The refusal names the first of them.
    public void check(String field, UUID tenant, Collection<UUID> users) {
        var standings = directory.standings(
                users.stream().map(user -> new Bearer(tenant, user)).toList());
        for (var user : users) {
            var standing = standings.get(new Bearer(tenant, user));
            if (standing == null && AWAITING.isBound()) {
                throw new UnheardException(refusal(field, user));
            }
            if (standing == null || !standing.may(Permission.TICKETS_READ)) {
                throw refusal(field, user);
            }
        }
    }

    /// Makes the attempt, and repeats it for a while as long as it names somebody of whom nothing has been heard.
    /// It is made once inside a transaction, as under an `Idempotency-Key`.
    public <T> T awaiting(Supplier<T> attempt) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return attempt.get();
        }
        try {
            return ScopedValue.where(AWAITING, true).call(() -> arrivals.await(UnheardException.class, attempt));
        } catch (UnheardException unheard) {
            throw unheard.refusal;
        }
    }

    private static Malformed refusal(String field, UUID user) {
        return Malformed.field(field, "%s is no member of this tenant who may read tickets".formatted(user));
    }

    private static final class UnheardException extends RuntimeException {
        private final transient Malformed refusal;

        UnheardException(Malformed refusal) {
            super("nothing has been heard of the user", null, false, false);
            this.refusal = refusal;
        }
    }
}
