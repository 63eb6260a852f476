/// What other services' events have told of people, machines and tickets: who may do what, and who may see which
/// ticket. Imports nothing of the other features.
@NullMarked
package io.deskwire.notification.directory;

import org.jspecify.annotations.NullMarked;
