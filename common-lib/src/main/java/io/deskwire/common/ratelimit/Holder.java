package io.deskwire.common.ratelimit;

/// Whose bucket: a quota and, for example, an address.
public record Holder(Quota quota, String id) {}
