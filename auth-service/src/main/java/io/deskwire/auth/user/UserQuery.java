package io.deskwire.auth.user;

/// A page of accounts.
///
/// @param filter part of the address or of the name in `user_metadata.full_name`; empty for all
public record UserQuery(String filter, boolean oldestFirst, long offset, int limit) {}
