/// Jobs and their leases: created, claimed by one agent at a time, fenced, retried, finished.
@NullMarked
package io.deskwire.automation.job;

import org.jspecify.annotations.NullMarked;
