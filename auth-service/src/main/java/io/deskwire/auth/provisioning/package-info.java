/// Which services a tenant has (Chatwoot, n8n, Botpress, Odoo …) and how they are set up for it: asked for in one
/// transaction, done by a worker outside of any, told by event.
@NullMarked
package io.deskwire.auth.provisioning;

import org.jspecify.annotations.NullMarked;
