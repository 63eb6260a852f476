package io.deskwire.auth.password;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/// Password hashes that other systems made and an administrator brings along: bcrypt, and Argon2 in PHC form.
///
/// What they cost is bounded, because every sign-in pays it.
public final class ImportedHash {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final Pattern ARGON2 = Pattern.compile(
            "\\$argon2(?:i|id)\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$[A-Za-z0-9+/]{8,128}\\$[A-Za-z0-9+/]{16,128}");
    private static final int MAX_BCRYPT_COST = 14;
    private static final int MAX_ARGON2_KIB = 128 * 1024;
    private static final int MAX_ARGON2_PASSES = 12;
    private static final int MAX_ARGON2_LANES = 16;
    private static final BCryptPasswordEncoder ENCODER = new BCryptPasswordEncoder();

    private ImportedHash() {}

    /// Whether sign-ins could be checked with it, at a bearable cost.
    public static boolean supported(String hash) {
        var bcrypt = BCRYPT.matcher(hash);
        if (bcrypt.matches()) {
            return number(bcrypt, 1) <= MAX_BCRYPT_COST;
        }
        var argon2 = ARGON2.matcher(hash);
        return argon2.matches()
                && number(argon2, 1) <= MAX_ARGON2_KIB
                && number(argon2, 2) <= MAX_ARGON2_PASSES
                && number(argon2, 3) <= MAX_ARGON2_LANES;
    }

    static boolean bcrypt(String hash) {
        return hash.startsWith("$2");
    }

    static boolean matchesBcrypt(String password, String hash) {
        return bcrypt(hash) && ENCODER.matches(password, hash);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
