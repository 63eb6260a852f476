/// Signatures of Standard Webhooks, for calls that others verify.
@NullMarked
package io.deskwire.common.webhook;

import org.jspecify.annotations.NullMarked;
