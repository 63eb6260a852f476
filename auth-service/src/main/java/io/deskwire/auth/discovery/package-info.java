/// What clients ask before anybody signs in: what is on, what is off, and where the keys are.
@NullMarked
package io.deskwire.auth.discovery;

import org.jspecify.annotations.NullMarked;
