package io.deskwire.common.identity.systemkey;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether a request looks like a browser's. What a browser holds its user can read, so the secret key and its tokens
/// are refused there: a key that leaked into a page does no harm from that page.
///
/// Not a proof of anything: a program may call itself as it likes.
public final class BrowserSign {
    private static final Pattern BROWSER = Pattern.compile("Mozilla/|AppleWebKit/|Gecko/|Opera/");

    private BrowserSign() {}

    /// Node's `fetch` sends `Sec-Fetch-*` too, so those say nothing.
    public static boolean on(@Nullable String userAgent, @Nullable String origin) {
        return origin != null || userAgent != null && BROWSER.matcher(userAgent).find();
    }
}
