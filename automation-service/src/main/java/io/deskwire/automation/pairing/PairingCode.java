package io.deskwire.automation.pairing;

import io.deskwire.common.digest.Sha256;
import io.deskwire.common.secret.RandomSecret;
import java.security.SecureRandom;
import java.util.Locale;

/// What a device is given: a short code for a person to read and type, and a long secret to keep.
///
/// The code's alphabet is RFC 8628's: twenty consonants, no vowels to spell with, nothing to mistake; eight of them are
/// 34 bits, which five tries in ten minutes do not find.
record PairingCode(String code, String secret) {
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final int SECRET_BYTES = 32;

    static PairingCode random(SecureRandom random) {
        var code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(i == LENGTH / 2 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new PairingCode(code.toString(), RandomSecret.text(SECRET_BYTES));
    }

    /// Of a code as typed: case, hyphens and blanks do not matter. Salted with the request.
    static byte[] hashOfCode(PairingId request, String typed) {
        return Sha256.of(request + "|" + typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT));
    }

    static byte[] hashOfSecret(String secret) {
        return Sha256.of(secret);
    }

    @Override
    public String toString() {
        return "PairingCode[…]";
    }
}
