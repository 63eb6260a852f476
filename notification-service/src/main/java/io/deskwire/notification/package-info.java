/// Everybody who is told of a change: the event feed and its streams, browsers in real time, in-app notifications,
/// webhooks.
///
/// Owns what it derives from events and the wishes of those it tells. Never decides anything about a ticket, a job or
/// a person, and never asks another service.
@NullMarked
package io.deskwire.notification;

import org.jspecify.annotations.NullMarked;
