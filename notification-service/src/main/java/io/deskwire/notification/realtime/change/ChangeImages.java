package io.deskwire.notification.realtime.change;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.deskwire.notification.tail.TailEvent;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Each event's image, made once however many connections see it.
@Component
public class ChangeImages {
    private final Cache<TailEvent, Optional<ChangeImage>> images =
            Caffeine.newBuilder().weakKeys().maximumSize(2_000).build();

    /// Empty where the event means nothing to any table.
    public Optional<ChangeImage> of(TailEvent event) {
        return Objects.requireNonNull(images.get(event, each -> ChangeImage.of(each.event())));
    }
}
