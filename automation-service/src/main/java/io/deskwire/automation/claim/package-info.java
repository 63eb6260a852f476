/// Jobs on their way through an agent: claimed, leased, fenced, reported, lost.
@NullMarked
package io.deskwire.automation.claim;

import org.jspecify.annotations.NullMarked;
