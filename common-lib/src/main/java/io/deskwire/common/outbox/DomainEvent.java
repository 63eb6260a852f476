package io.deskwire.common.outbox;

import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.contracts.event.EventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A committed-to-be fact as a service appends it.
///
/// @param subject the aggregate's id
/// @param version the aggregate's version after the change; consumers compare it
/// @param record the public image of the row after the change (before it, for a deletion): what the API would answer
/// @param oldRecord the image before the change; null where there was none, or where a difference has it
/// @param difference both images, compared already because somebody else tells of them too; told instead of the two
public record DomainEvent(
        EventType type,
        UUID subject,
        long version,
        Audience audience,
        Object record,
        @Nullable Object oldRecord,
        @Nullable Difference difference) {

    public DomainEvent(
            EventType type, UUID subject, long version, Audience audience, Object record, @Nullable Object oldRecord) {
        this(type, subject, version, audience, record, oldRecord, null);
    }

    public static DomainEvent of(EventType type, UUID subject, long version, Audience audience, Object record) {
        return new DomainEvent(type, subject, version, audience, record, null);
    }

    public static DomainEvent changed(
            EventType type, UUID subject, long version, Audience audience, Object before, Object after) {
        return new DomainEvent(type, subject, version, audience, after, before);
    }

    /// A row that was not there before, or an event that tells of a row without changing it.
    public static DomainEvent created(EventType type, Published row) {
        return of(type, row.publishedId(), row.version(), row.audience(), row);
    }

    /// A row as it was and as it is, seen by the audience it has now.
    public static DomainEvent changed(EventType type, Published before, Published after) {
        return changed(type, after.publishedId(), after.version(), after.audience(), before, after);
    }

    /// As the other, of images that were compared before.
    public static DomainEvent changed(EventType type, Published after, Difference difference) {
        return new DomainEvent(type, after.publishedId(), after.version(), after.audience(), after, null, difference);
    }

    /// A row that is no longer there, as it was; one version on.
    public static DomainEvent removed(EventType type, Published row) {
        return of(type, row.publishedId(), row.version() + 1, row.audience(), row);
    }
}
