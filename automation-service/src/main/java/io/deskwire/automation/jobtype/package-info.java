/// Which job types there are, and which types of agent create and execute them.
@NullMarked
package io.deskwire.automation.jobtype;

import org.jspecify.annotations.NullMarked;
