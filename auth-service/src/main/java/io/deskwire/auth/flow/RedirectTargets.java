package io.deskwire.auth.flow;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/// Decides where a browser may be sent with tokens: the site's own origin, an address of the allow-list or, where
/// the site is on a loopback address itself, any other (RFC 8252, 7.3).
///
/// Addresses are text in ASCII, fit for a header: apps name schemes such as `my_app:`, which RFC 3986 does not
/// know and [URI] does not take.
@Component
public class RedirectTargets {
    private static final Pattern LOOPBACK_IP =
            Pattern.compile("127(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}|\\[::1]");
    private static final Pattern NUMERIC_HOST = Pattern.compile("[0-9.]+|0[xX][0-9a-fA-F.xX]+|\\[.*]");
    private static final Pattern REGULAR_HOST = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?");
    private static final Pattern APP_SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*_[a-zA-Z0-9+._-]*):.*");

    private final URI site;
    private final List<Pattern> allowed;

    RedirectTargets(FlowProperties properties) {
        this.site = properties.siteUrl();
        this.allowed = RedirectGlob.all(properties.redirectAllowList());
    }

    /// What the request wishes, if that is allowed; else where it comes from; else the site.
    public String choose(HttpServletRequest request) {
        return choose(wish(request), request.getHeader(HttpHeaders.REFERER));
    }

    /// The header `redirect_to` if there is one, else the parameter.
    public static @Nullable String wish(HttpServletRequest request) {
        var header = request.getHeader("redirect_to");
        return header == null || header.isEmpty() ? request.getParameter("redirect_to") : header;
    }

    /// The first of both that is allowed, else the site itself.
    public String choose(@Nullable String redirectTo, @Nullable String referer) {
        return allowed(redirectTo).or(() -> allowed(referer)).orElseGet(site::toASCIIString);
    }

    public URI site() {
        return site;
    }

    /// The site as people know it: its host, with a port that is not the usual one.
    public String siteName() {
        var host = site.getAuthority();
        return host == null ? site.toString() : host;
    }

    private Optional<String> allowed(@Nullable String address) {
        if (address == null || address.isBlank()) {
            return Optional.empty();
        }
        var text = address.strip();
        var odd = APP_SCHEME.matcher(text);
        var scheme = odd.matches() ? odd.group(1) : "";
        var standIn = scheme.replace('_', '-');
        try {
            var uri = new URI(standIn + text.substring(scheme.length()));
            return permits(uri, text)
                    ? Optional.of(scheme + uri.toASCIIString().substring(standIn.length()))
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// @param text as the allow-list means it
    private boolean permits(URI uri, String text) {
        if (!uri.isAbsolute() || uri.getRawUserInfo() != null) {
            return false;
        }
        if (sameOrigin(uri)) {
            return true;
        }
        var host = uri.getHost();
        if (host != null && LOOPBACK_IP.matcher(host).matches()) {
            return web(uri) && local(site.getHost()) || matchesAllowList(text);
        }
        if (host != null && NUMERIC_HOST.matcher(host).matches()) {
            return false;
        }
        if (web(uri) && (host == null || !REGULAR_HOST.matcher(host).matches())) {
            return false;
        }
        return matchesAllowList(text);
    }

    private boolean sameOrigin(URI uri) {
        return Objects.equals(uri.getScheme(), site.getScheme())
                && uri.getHost() != null
                && uri.getHost().equalsIgnoreCase(site.getHost())
                && (uri.getPort() == site.getPort() || local(uri.getHost()));
    }

    private static boolean web(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean local(@Nullable String host) {
        return host != null
                && (host.equalsIgnoreCase("localhost")
                        || LOOPBACK_IP.matcher(host).matches());
    }

    /// The fragment is the client's own business and does not count.
    private boolean matchesAllowList(String text) {
        var hash = text.indexOf('#');
        var bare = hash < 0 ? text : text.substring(0, hash);
        return allowed.stream().anyMatch(glob -> glob.matcher(bare).matches());
    }
}
