/// Events of other services, as their relays put them on the topics.
@NullMarked
package io.deskwire.testsupport.event;

import org.jspecify.annotations.NullMarked;
