package io.deskwire.common.ratelimit;

import io.deskwire.common.digest.Sha256;

/// Whose bucket: a quota and, for example, an address.
///
/// @param id what callers send may be part of it: a longer one is kept as its digest, so that a bucket's memory is
/// bounded and no credential stays in it
public record BucketKey(Quota quota, String id) {
    private static final int LONGEST_ID = 64;

    public BucketKey {
        id = id.length() > LONGEST_ID ? Sha256.hex(id) : id;
    }
}
