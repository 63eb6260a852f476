/// What agents, pairings and jobs did, append-only, as `/automation/events` answers it: also what was refused.
@NullMarked
package io.deskwire.automation.eventlog;

import org.jspecify.annotations.NullMarked;
