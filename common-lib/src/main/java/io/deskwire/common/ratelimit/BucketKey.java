package io.deskwire.common.ratelimit;

/// Whose bucket: a quota and, for example, an address.
public record BucketKey(Quota quota, String id) {}
