/// The services that this version can set up for a tenant, each through its own HTTP API: Chatwoot, n8n, Botpress and
/// Odoo. Knows no table and no transaction.
@NullMarked
package io.deskwire.auth.provisioning.provisioner;

import org.jspecify.annotations.NullMarked;
