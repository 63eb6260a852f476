/// What events have told of tickets: their subjects, and who may see which. Imports nothing of the other features.
@NullMarked
package io.deskwire.notification.seenticket;

import org.jspecify.annotations.NullMarked;
