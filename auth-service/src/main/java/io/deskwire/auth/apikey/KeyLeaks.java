package io.deskwire.auth.apikey;

import io.deskwire.common.identity.ApiKeyFormat;
import io.deskwire.common.tenancy.SystemAccess;
import java.security.MessageDigest;
import org.springframework.stereotype.Service;

/// Takes reports of keys found where they should not be. Anyone with the key may end it: they could do worse with it.
@Service
class KeyLeaks {
    private final KeyUpkeepRepository upkeep;
    private final ApiKeyService keys;
    private final KeyEvents events;
    private final SystemAccess system;

    KeyLeaks(KeyUpkeepRepository upkeep, ApiKeyService keys, KeyEvents events, SystemAccess system) {
        this.upkeep = upkeep;
        this.keys = keys;
        this.events = events;
        this.system = system;
    }

    /// Revokes the key, if it is one that works; tells nobody but its tenant whether it was.
    void report(String text) {
        var publicId = ApiKeyFormat.publicId(text);
        if (publicId.isEmpty()) {
            return;
        }
        var hash = ApiKeyFormat.hash(text);
        system.run("leaked-key", () -> {
            for (var reported : upkeep.reported(publicId.get())) {
                var known = reported.hashes().stream().anyMatch(stored -> MessageDigest.isEqual(stored, hash));
                if (known && reported.key().revokedAt() == null) {
                    events.leaked(upkeep.notice(keys.revoke(reported.key())));
                }
            }
        });
    }
}
