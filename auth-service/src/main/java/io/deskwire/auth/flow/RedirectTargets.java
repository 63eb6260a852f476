package io.deskwire.auth.flow;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Decides where a browser may be sent with tokens: the site's own origin, or an address of the allow-list.
@Component
public class RedirectTargets {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern NUMERIC_HOST = Pattern.compile("[0-9.]+|0[xX][0-9a-fA-F.xX]+|\\[.*]");

    private final URI site;
    private final List<Pattern> allowed;

    RedirectTargets(FlowProperties properties) {
        this.site = properties.siteUrl();
        this.allowed = properties.redirectAllowList().stream()
                .map(String::strip)
                .filter(glob -> !glob.isEmpty())
                .map(RedirectTargets::pattern)
                .toList();
    }

    /// The first of both that is allowed, else the site itself.
    public URI choose(@Nullable String redirectTo, @Nullable String referer) {
        return allowed(redirectTo).or(() -> allowed(referer)).orElse(site);
    }

    public URI site() {
        return site;
    }

    private Optional<URI> allowed(@Nullable String address) {
        if (address == null || address.isBlank()) {
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(address.strip());
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
        return permits(uri) ? Optional.of(uri) : Optional.empty();
    }

    private boolean permits(URI uri) {
        if (!uri.isAbsolute() || uri.getRawUserInfo() != null) {
            return false;
        }
        var host = uri.getHost();
        if (host != null && NUMERIC_HOST.matcher(host).matches() && !LOOPBACK.contains(host)) {
            return false;
        }
        return sameOrigin(uri) || matchesAllowList(uri);
    }

    private boolean sameOrigin(URI uri) {
        return Objects.equals(uri.getScheme(), site.getScheme())
                && uri.getHost() != null
                && uri.getHost().equalsIgnoreCase(site.getHost())
                && (uri.getPort() == site.getPort() || LOOPBACK.contains(uri.getHost()));
    }

    /// The fragment is the client's own business and does not count.
    private boolean matchesAllowList(URI uri) {
        var text = uri.toString();
        var hash = text.indexOf('#');
        var bare = hash < 0 ? text : text.substring(0, hash);
        return allowed.stream().anyMatch(glob -> glob.matcher(bare).matches());
    }

    private static Pattern pattern(String glob) {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            var c = glob.charAt(i);
            if (c == '*' && i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^./]*");
            } else if (c == '?') {
                regex.append("[^./]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
