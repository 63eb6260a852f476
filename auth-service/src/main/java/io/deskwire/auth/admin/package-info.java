/// GoTrue's admin API: accounts, invites and links, for trusted servers with the secret key and nobody else.
@NullMarked
package io.deskwire.auth.admin;

import org.jspecify.annotations.NullMarked;
