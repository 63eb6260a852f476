package io.deskwire.auth.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// What one transaction will append when it commits: chain by chain in one order for all, so that no two transactions
/// wait for each other, and within a chain in the order of the deeds.
final class PendingEntries implements TransactionSynchronization {
    private final List<AuditDraft> drafts = new ArrayList<>();
    private final AuditRepository entries;

    private PendingEntries(AuditRepository entries) {
        this.entries = entries;
    }

    static PendingEntries ofTransaction(AuditRepository entries) {
        for (var known : TransactionSynchronizationManager.getSynchronizations()) {
            if (known instanceof PendingEntries pending) {
                return pending;
            }
        }
        var pending = new PendingEntries(entries);
        TransactionSynchronizationManager.registerSynchronization(pending);
        return pending;
    }

    void add(AuditDraft draft) {
        drafts.add(draft);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        drafts.sort(Comparator.comparing(AuditDraft::chain));
        drafts.forEach(entries::append);
    }
}
