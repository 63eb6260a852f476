/// Browser-extension agents and the jobs they do: pairing, agents, devices, jobs with fenced leases, the event log.
///
/// Never touches tickets or people; tenants are known by what their events say
/// ([io.deskwire.automation.tenantdirectory]).
@NullMarked
package io.deskwire.automation;

import org.jspecify.annotations.NullMarked;
