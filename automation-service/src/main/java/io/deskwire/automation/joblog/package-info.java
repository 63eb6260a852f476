/// What agents and jobs did, append-only: the tenant's own log, also of what was refused.
@NullMarked
package io.deskwire.automation.joblog;

import org.jspecify.annotations.NullMarked;
