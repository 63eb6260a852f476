package io.deskwire.common.tenancy;

import io.deskwire.common.sql.PassingFailure;
import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.resilience.retry.AbstractRetryInterceptor;
import org.springframework.resilience.retry.MethodRetrySpec;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Repeats a transaction that the database undid because another one was in its way (deadlock, serialization), up to
/// three times. Only the outermost one: within a transaction there is nothing to repeat that was not undone with it.
///
/// A wait for a lock that took too long is not repeated: whoever asked has waited already.
final class TransactionRepeat extends AbstractRetryInterceptor {
    private static final MethodRetrySpec SPEC = new MethodRetrySpec(
            (_, failure) -> PassingFailure.collided(failure),
            3,
            Duration.ofMillis(20),
            Duration.ofMillis(15),
            2,
            Duration.ofMillis(200));

    @Override
    protected @Nullable MethodRetrySpec getRetrySpec(Method method, Class<?> target) {
        return TransactionSynchronizationManager.isActualTransactionActive() ? null : SPEC;
    }
}
