package io.deskwire.auth.provisioning;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What may be shown of a service's configuration: a value whose member has a name that is known to be harmless and
/// that does not look like a credential itself. Everything else is taken for a secret: names of secrets are many, and
/// nobody knows them all.
final class Harmless {
    /// A name whose words have one of these speaks of a secret, whatever its last word.
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(secret|token|passw|passphrase|credential|private|auth|bearer|"
                    + "cookie|signature|signing|session|api[_-]?key|access[_-]?key).*");

    private static final Set<String> SECRET_WORDS = Set.of(
            "key", "keys", "pwd", "pass", "pin", "otp", "dsn", "jwt", "hmac", "sid", "salt", "seed", "cert", "pem",
            "sign");

    /// Last words of names whose values are settings.
    private static final Set<String> KNOWN = Set.of(("""
                    account accounts active address brand capacity category channel channels city color colour company count
                    country currency database date day days default department departments description direction domain
                    domains edition email emails enabled end endpoint environment folder format from height host hostname
                    hour hours id ids inbox inboxes index instance interval kind label labels lang language languages layout
                    level limit locale locales mailbox max maximum min minimum minute minutes mode model month name
                    names number order organization page period phone plan platform port position priority product
                    project projects protocol queue quota rate region regions retries role roles rows schedule scope
                    scopes second seconds server site size slug source ssl stage start status street tag tags target
                    team teams theme threshold time timeout timezone title tls to topic ttl type tz unit units
                    uri url version warehouse week width workspace workspaces year zone
                    """).strip().split("\\s+"));

    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+");
    private static final Pattern PARTS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern MAIL = Pattern.compile("[^\\s@:/]+@[A-Za-z0-9.-]+");
    private static final Pattern WITH_COLON =
            Pattern.compile("[A-Za-z0-9.-]+:\\d{1,5}|\\d{1,2}:\\d{2}(:\\d{2})?|[^:]+:");
    private static final Pattern COUNTED = Pattern.compile("\\p{L}+\\d{1,4}");
    private static final int LONGEST = 500;
    private static final int LONGEST_PART = 24;
    private static final int LONGEST_MIXED = 7;
    private static final int LONGEST_NUMBER = 11;

    private Harmless() {}

    /// Whether a name speaks of a secret, so that all below it is one.
    static boolean secretive(String name) {
        return SECRET.matcher(name).matches() || words(name).stream().anyMatch(SECRET_WORDS::contains);
    }

    /// Whether a value that is neither an object nor a list may be shown.
    ///
    /// @param name of the member it belongs to, directly or in a list
    static boolean shows(String name, JsonNode value) {
        if (value.isNull() || value.isBoolean()) {
            return true;
        }
        var last = words(name).getLast();
        if (secretive(name) || !KNOWN.contains(last)) {
            return false;
        }
        return !value.isString() || plain(value.stringValue(), last);
    }

    private static List<String> words(String name) {
        var words = WORDS.splitAsStream(name)
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        return words.isEmpty() ? List.of("") : words;
    }

    private static boolean plain(String text, String lastWord) {
        if (text.length() > LONGEST) {
            return false;
        }
        if (UUID.matcher(text).matches()) {
            return lastWord.equals("id") || lastWord.equals("ids");
        }
        if (text.contains("://")) {
            return plainUrl(text);
        }
        return Arrays.stream(text.split("\\s+")).allMatch(Harmless::plainToken);
    }

    /// No user, no query, no fragment, and a host and a path of ordinary words.
    private static boolean plainUrl(String text) {
        try {
            var url = new URI(text);
            return url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getHost() != null
                    && Stream.of(url.getHost(), url.getRawPath()).allMatch(Harmless::ordinary);
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static boolean plainToken(String token) {
        if (token.contains("=")
                || token.contains("@") && !MAIL.matcher(token).matches()
                || token.contains(":") && !WITH_COLON.matcher(token).matches()
                || token.equalsIgnoreCase("bearer")
                || token.equalsIgnoreCase("basic")) {
            return false;
        }
        return ordinary(token);
    }

    /// Words and small numbers, nothing that was drawn at random.
    private static boolean ordinary(String text) {
        return PARTS.splitAsStream(text).allMatch(Harmless::ordinaryPart);
    }

    private static boolean ordinaryPart(String part) {
        if (part.chars().allMatch(Character::isDigit)) {
            return part.length() <= LONGEST_NUMBER;
        }
        if (part.chars().noneMatch(Character::isDigit)) {
            return part.length() <= LONGEST_PART;
        }
        return part.length() <= LONGEST_MIXED || COUNTED.matcher(part).matches() && part.length() <= LONGEST_PART;
    }
}
