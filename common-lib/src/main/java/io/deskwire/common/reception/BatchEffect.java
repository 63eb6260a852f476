package io.deskwire.common.reception;

import java.util.List;
import org.springframework.kafka.listener.BatchListenerFailedException;

/// An effect that needs the records' places and makes repetition harmless itself. No transaction surrounds it.
public non-sealed interface BatchEffect extends Effect {
    /// @param batch what one poll brought, what is no event of ours included
    /// @throws BatchListenerFailedException naming by its index the record that failed; the effects of those before it
    ///     are committed. After any other exception the whole batch comes again.
    void accept(List<Received> batch);
}
