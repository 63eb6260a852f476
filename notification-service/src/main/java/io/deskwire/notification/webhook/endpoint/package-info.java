/// Endpoints: where a tenant is told of its events, of which ones, and whose view counts.
@NullMarked
package io.deskwire.notification.webhook.endpoint;

import org.jspecify.annotations.NullMarked;
