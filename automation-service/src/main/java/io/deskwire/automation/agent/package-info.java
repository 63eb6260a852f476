/// Paired agents: their tokens, signed with a secret of their own, and how they are paused, replaced, revoked.
@NullMarked
package io.deskwire.automation.agent;

import org.jspecify.annotations.NullMarked;
