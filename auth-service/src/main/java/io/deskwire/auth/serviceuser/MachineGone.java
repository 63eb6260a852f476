package io.deskwire.auth.serviceuser;

/// A machine is being removed. Published in the transaction of the removal, for what hangs on the machine.
public record MachineGone(ServiceUser machine) {}
