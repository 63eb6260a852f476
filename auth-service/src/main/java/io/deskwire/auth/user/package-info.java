/// People and machines as the GoTrue protocol knows them. Knows no tenant but the one that owns a machine.
@NullMarked
package io.deskwire.auth.user;

import org.jspecify.annotations.NullMarked;
