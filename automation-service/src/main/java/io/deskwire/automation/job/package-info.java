/// Jobs: made, cancelled, retried and resolved by their minders; what a job is and what becomes of it.
@NullMarked
package io.deskwire.automation.job;

import org.jspecify.annotations.NullMarked;
