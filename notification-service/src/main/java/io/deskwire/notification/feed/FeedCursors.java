package io.deskwire.notification.feed;

import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.notification.tail.Position;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Positions as their readers keep them: opaque, signed, and good for one tenant only. Every node reads every other's.
///
/// ```
/// base64url( 1 | count | offset… as LEB128 | first 16 bytes of HMAC-SHA256(key, tenant | all before) )
/// ```
@Component
public class FeedCursors {
    private static final byte VERSION = 1;
    private static final int MAC_BYTES = 16;
    private static final int LONGEST = 200;

    private final FeedProperties properties;
    private final FeedRepository repository;
    private final SystemAccess system;
    private volatile @Nullable SecretKeySpec key;

    FeedCursors(FeedProperties properties, FeedRepository repository, SystemAccess system) {
        this.properties = properties;
        this.repository = repository;
        this.system = system;
    }

    public String write(UUID tenant, Position position) {
        var bytes = ByteBuffer.allocate(2 + Topic.values().length * 10 + MAC_BYTES);
        bytes.put(VERSION).put((byte) Topic.values().length);
        for (var topic : Topic.values()) {
            put(bytes, position.next(topic));
        }
        var body = Arrays.copyOf(bytes.array(), bytes.position());
        bytes.put(mac(tenant, body));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    /// Raises [Malformed] for what this tenant was never given.
    public Position read(UUID tenant, String text) {
        try {
            if (text.length() <= LONGEST) {
                var bytes = Base64.getUrlDecoder().decode(text);
                var body = Arrays.copyOf(bytes, Math.max(0, bytes.length - MAC_BYTES));
                var mac = Arrays.copyOfRange(bytes, body.length, bytes.length);
                if (MessageDigest.isEqual(mac, mac(tenant, body))) {
                    return position(ByteBuffer.wrap(body));
                }
            }
        } catch (IllegalArgumentException | BufferUnderflowException _) {
            // one answer for every bad cursor
        }
        throw Malformed.field("cursor", "is not a cursor of this tenant's feed; pass on one that the feed gave you, unchanged, or none to start anew");
    }

    /// A topic that came later than the cursor is read from its beginning.
    private static Position position(ByteBuffer body) {
        if (body.get() != VERSION) {
            throw new IllegalArgumentException("unknown version");
        }
        int count = body.get();
        var offsets = new long[Topic.values().length];
        for (int i = 0; i < count && i < offsets.length; i++) {
            offsets[i] = get(body);
        }
        return Position.of(offsets);
    }

    private static void put(ByteBuffer bytes, long number) {
        long rest = number;
        while (rest > 0x7f) {
            bytes.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
    }

    private static long get(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = bytes.get();
            number |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return number;
            }
        }
    }

    private byte[] mac(UUID tenant, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key());
            mac.update(ByteBuffer.allocate(16)
                    .putLong(tenant.getMostSignificantBits())
                    .putLong(tenant.getLeastSignificantBits())
                    .flip());
            return Arrays.copyOf(mac.doFinal(body), MAC_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private SecretKeySpec key() {
        var known = key;
        if (known == null) {
            known = new SecretKeySpec(secret(), "HmacSHA256");
            key = known;
        }
        return known;
    }

    private byte[] secret() {
        if (!properties.cursorSecret().isEmpty()) {
            return ("feed-cursor:" + properties.cursorSecret()).getBytes(StandardCharsets.UTF_8);
        }
        var fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        return system.call("cursor-key", () -> repository.secret("feed-cursor", fresh));
    }
}
