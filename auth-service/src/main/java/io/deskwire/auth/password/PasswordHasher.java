package io.deskwire.auth.password;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.digest.Sha256;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/// Argon2id (RFC 9106) with Spring Security's recommended parameters: 16 MiB, 2 passes; hashes imported from other
/// systems are checked with what made them ([ImportedHash]).
///
/// Hashes are made on threads of their own, one per core: a virtual thread that computes keeps its carrier, and two
/// sign-ins would stop every other request. A bounded number waits; the rest are sent away with `429`, because a
/// sign-in that is answered after a minute helps nobody. An unknown user costs the same hash as a known one, whatever
/// hash that one has: a person an administrator made without a password and a service user have quick ones, and only
/// who knows the password is answered quickly.
@Component
public class PasswordHasher {
    private static final String GENERATED = "{sha256}";

    private final Argon2id argon2 = new Argon2id();
    private final String dummy = String.valueOf(
            Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode("nobody has this password"));
    private final ThreadPoolExecutor cores;
    private final Counter hashes;
    private final Counter refused;

    PasswordHasher(PasswordProperties properties, MeterRegistry meters) {
        var count = Runtime.getRuntime().availableProcessors();
        cores = new ThreadPoolExecutor(
                count,
                count,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(properties.waiting()),
                Thread.ofPlatform().name("password-", 0).daemon().factory());
        cores.allowCoreThreadTimeOut(true); // and their memory goes with them
        hashes = meters.counter("deskwire.password.hashes");
        refused = meters.counter("deskwire.password.refused");
        Gauge.builder(
                        "deskwire.password.waiting",
                        cores,
                        pool -> pool.getQueue().size())
                .register(meters);
    }

    @PreDestroy
    void stop() {
        cores.shutdownNow();
    }

    public String hash(String password) {
        return onCore(() -> String.valueOf(argon2.encode(password)));
    }

    /// For passwords that were generated with so many random bits that a slow hash would buy nothing.
    public String hashGenerated(String password) {
        return GENERATED + Sha256.hex(password);
    }

    /// @param hash null where there is no such user or no password set: always false, after the same work
    public boolean matches(String password, @Nullable String hash) {
        return matching(password, hash == null ? List.of() : List.of(hash)) != null;
    }

    /// Which of an account's hashes is the password's; null for none, after the work of a slow hash.
    public @Nullable String matching(String password, List<String> hashes) {
        for (var hash : hashes) {
            if (hash.startsWith(GENERATED) && matchesGenerated(password, hash)) {
                return hash;
            }
        }
        var slow = hashes.stream().filter(hash -> !hash.startsWith(GENERATED)).toList();
        for (var hash : slow) {
            if (onCore(() -> ImportedHash.matchesBcrypt(password, hash) || argon2.matches(password, hash))) {
                return hash;
            }
        }
        if (slow.isEmpty()) {
            var _ = onCore(() -> argon2.matches(password, dummy));
        }
        return null;
    }

    private boolean matchesGenerated(String password, String hash) {
        return MessageDigest.isEqual(
                hashGenerated(password).getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether a password's hash should be made anew now that the password is at hand: imported, or of a weaker
    /// setting.
    public boolean outdated(String hash) {
        return !hash.startsWith(GENERATED) && (ImportedHash.bcrypt(hash) || argon2.upgradeEncoding(hash));
    }

    private <T> T onCore(Callable<T> work) {
        try {
            var result = cores.submit(work);
            hashes.increment();
            return result.get();
        } catch (RejectedExecutionException overload) {
            refused.increment();
            throw new GoTrueException(
                    429, "over_request_rate_limit", "Too many sign-ins at once, try again in a moment");
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a password was hashed");
        }
    }
}
