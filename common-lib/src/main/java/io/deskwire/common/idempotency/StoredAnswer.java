package io.deskwire.common.idempotency;

import java.util.Map;

/// The first answer to a write, as it is replayed.
record StoredAnswer(byte[] requestHash, int status, Map<String, String> headers, byte[] body) {}
