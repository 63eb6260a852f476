package io.deskwire.directory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Who is in which teams, as a transaction has asked: the events of a batch name the same ones again and again.
/// Forgotten when the transaction ends. Of one thread, as its transaction.
final class TeamMemo implements TransactionSynchronization {
    private record Named(UUID tenant, Set<UUID> teams) {}

    private final Map<Named, Set<UUID>> answers = new HashMap<>();

    private TeamMemo() {}

    /// What the transaction was answered before, else what the question answers now.
    static Set<UUID> once(UUID tenant, Collection<UUID> teams, Supplier<Set<UUID>> question) {
        return TransactionSynchronizationManager.isSynchronizationActive()
                ? ofTransaction().answers.computeIfAbsent(new Named(tenant, Set.copyOf(teams)), _ -> question.get())
                : question.get();
    }

    private static TeamMemo ofTransaction() {
        for (var each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof TeamMemo memo) {
                return memo;
            }
        }
        var memo = new TeamMemo();
        TransactionSynchronizationManager.registerSynchronization(memo);
        return memo;
    }
}
