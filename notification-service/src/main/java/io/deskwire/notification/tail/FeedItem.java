package io.deskwire.notification.tail;

import io.deskwire.contracts.event.Topic;

/// One event of the feed at its place.
///
/// @param json the structured CloudEvent, byte for byte the same from memory and from the history
public record FeedItem(Topic topic, long offset, String type, String json) {}
