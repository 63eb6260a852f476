package io.deskwire.common.reception;

import java.util.List;
import org.springframework.kafka.listener.BatchListenerFailedException;

/// An effect that needs the records' places and makes repetition harmless itself. No transaction surrounds it.
public non-sealed interface BatchEffect extends Effect {
    /// @param batch what one poll brought, foreign records included
    /// @throws BatchListenerFailedException names by its index the record that failed. The effects of those before
    ///     are committed. After any other exception the whole batch comes again.
    void accept(List<Received> batch);
}
