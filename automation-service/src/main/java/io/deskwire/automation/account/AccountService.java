package io.deskwire.automation.account;

import io.deskwire.automation.account.Account.Content;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to accounts. They are bookkeeping: their changes are no public events.
@Service
class AccountService {
    private final AccountRepository accounts;
    private final Clock clock;

    AccountService(AccountRepository accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    @Transactional
    public Account create(Caller caller, Content content) {
        caller.require(Permission.ADMIN_AUTOMATION);
        var account = new Account(
                new AccountId(Uuid7.next()),
                caller.requireTenant(),
                content,
                Account.Stamp.first(caller.actor(), clock.instant()));
        accounts.insert(account);
        return account;
    }

    @Transactional(readOnly = true)
    public Page<Account> list(Caller caller, PageRequest page) {
        caller.require(Permission.JOBS_READ);
        return page.page(accounts.page(caller.requireTenant(), page), account -> Cursor.of(account.id()));
    }

    @Transactional(readOnly = true)
    public Account get(Caller caller, AccountId id) {
        caller.require(Permission.JOBS_READ);
        return known(caller, id);
    }

    @Transactional
    public Account update(Caller caller, AccountId id, UnaryOperator<Content> change, @Nullable Revision ifMatch) {
        caller.require(Permission.ADMIN_AUTOMATION);
        var before = known(caller, id);
        Revision.check(ifMatch, before.version(), _ -> List.of());
        var after = before.with(change.apply(before.content()), clock.instant());
        if (!accounts.update(after)) {
            throw Conflict.changedMeanwhile("account");
        }
        return after;
    }

    @Transactional
    public void delete(Caller caller, AccountId id, @Nullable Revision ifMatch) {
        caller.require(Permission.ADMIN_AUTOMATION);
        var before = known(caller, id);
        Revision.check(ifMatch, before.version(), _ -> List.of());
        try {
            accounts.delete(before);
        } catch (DataIntegrityViolationException _) {
            throw new Conflict(
                    "account-in-use", "the account has live jobs; cancel them or wait until they end, then delete it");
        }
    }

    private Account known(Caller caller, AccountId id) {
        return accounts.find(caller.requireTenant(), id).orElseThrow(() -> new NotFound("account", id));
    }
}
