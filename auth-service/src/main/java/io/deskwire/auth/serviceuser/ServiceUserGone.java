package io.deskwire.auth.serviceuser;

/// A service user is being removed. Published in the transaction of the removal, for what hangs on the service user.
public record ServiceUserGone(ServiceUser serviceUser) {}
