/// The business accounts on whose behalf jobs run.
@NullMarked
package io.deskwire.automation.account;

import org.jspecify.annotations.NullMarked;
