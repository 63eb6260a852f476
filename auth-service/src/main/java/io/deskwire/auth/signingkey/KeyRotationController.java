package io.deskwire.auth.signingkey;

import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// The signing keys and their rotation, for the secret key alone: the admin API's gate stands before it.
@GoTrueApi
class KeyRotationController {
    private static final int LONGEST_LEAD = 86_400;

    private final KeyRotation rotation;

    KeyRotationController(KeyRotation rotation) {
        this.rotation = rotation;
    }

    /// @param leadSeconds how long the new key is published before it signs
    record RotateRequest(
            @Nullable Integer leadSeconds, @Nullable Boolean dropPrevious) {}

    record Keys(List<KeyRotation.KeyView> keys) {}

    @GetMapping("/admin/keys")
    Keys list() {
        return new Keys(rotation.list());
    }

    @PostMapping("/admin/keys/rotate")
    Keys rotate(@RequestBody(required = false) @Nullable RotateRequest body) {
        var lead = body == null ? null : body.leadSeconds();
        if (lead != null && (lead < 0 || lead > LONGEST_LEAD)) {
            throw GoTrueException.invalid("lead_seconds: %d (expected: 0 to %d)".formatted(lead, LONGEST_LEAD));
        }
        return new Keys(rotation.rotate(
                lead == null ? null : Duration.ofSeconds(lead),
                body != null && Boolean.TRUE.equals(body.dropPrevious())));
    }
}
