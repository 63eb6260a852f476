/// The one place that decides who is told of something, whatever the channel: whom the rule names, who may see all that
/// is told, and who wants to hear of it.
@NullMarked
package io.deskwire.notification.recipient;

import org.jspecify.annotations.NullMarked;
