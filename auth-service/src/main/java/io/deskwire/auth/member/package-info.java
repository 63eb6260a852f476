/// Who belongs to which tenant, in which role.
@NullMarked
package io.deskwire.auth.member;

import org.jspecify.annotations.NullMarked;
