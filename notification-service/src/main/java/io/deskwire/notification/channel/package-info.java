/// How people are told: events become notices, and each channel takes them to their recipients in its own way.
@NullMarked
package io.deskwire.notification.channel;

import org.jspecify.annotations.NullMarked;
