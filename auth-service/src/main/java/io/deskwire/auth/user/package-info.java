/// People and service users as the GoTrue protocol knows them. Knows no tenant but the one that owns a service user.
@NullMarked
package io.deskwire.auth.user;

import org.jspecify.annotations.NullMarked;
