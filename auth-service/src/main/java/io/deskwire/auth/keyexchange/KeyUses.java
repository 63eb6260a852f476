package io.deskwire.auth.keyexchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.deskwire.auth.apikey.ApiKey;
import io.deskwire.auth.apikey.ApiKeyId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// When and from where each key was last used: kept in memory and written down every few seconds and at shutdown, all
/// keys in one statement, so that an exchange changes no row. Thread-safe.
@Component
class KeyUses {
    private static final Logger log = LoggerFactory.getLogger(KeyUses.class);

    record Use(TenantId tenant, ApiKeyId key, UserId serviceUser, Instant at, String address) {}

    private record Habit(ApiKeyId key, String address) {}

    private final Cache<Habit, Boolean> habits = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(50_000)
            .build();
    private final ConcurrentHashMap<ApiKeyId, Use> latest = new ConcurrentHashMap<>();
    private final KeyExchangeRepository keys;
    private final SystemAccess system;

    KeyUses(KeyExchangeRepository keys, SystemAccess system) {
        this.keys = keys;
        this.system = system;
    }

    /// True where this is the first use from that address in a while, which the audit shall know of.
    boolean note(ApiKey key, String address, Instant now) {
        latest.put(key.id(), new Use(key.tenantId(), key.id(), key.serviceUserId(), now, address));
        return habits.asMap().putIfAbsent(new Habit(key.id(), address), true) == null;
    }

    @Scheduled(fixedDelayString = "PT3S")
    @PreDestroy
    void flush() {
        var uses = new ArrayList<Use>();
        latest.keySet().forEach(key -> {
            var use = latest.remove(key);
            if (use != null) {
                uses.add(use);
            }
        });
        if (uses.isEmpty()) {
            return;
        }
        try {
            system.run("key-uses", () -> keys.noteUses(uses));
        } catch (DataAccessException | TransactionException failure) {
            log.warn("The last use of {} keys waits for the database: {}", uses.size(), failure.toString());
            uses.forEach(use -> latest.putIfAbsent(use.key(), use));
        }
    }
}
