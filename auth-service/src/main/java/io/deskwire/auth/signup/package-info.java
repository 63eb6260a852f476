/// GoTrue's `/signup`: who may sign up, at once or by a confirmed address, or anonymously.
@NullMarked
package io.deskwire.auth.signup;

import org.jspecify.annotations.NullMarked;
