package io.deskwire.auth.provider;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.identity.IdentityProperties;
import io.deskwire.common.observe.Legible;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// The configured providers, by the names that clients ask for.
@Component
public class Providers {
    /// GoTrue's own; clients tell by the answer one that is off from one that is mistyped.
    public static final List<String> KNOWN = List.of(
            "apple",
            "azure",
            "bitbucket",
            "discord",
            "facebook",
            "figma",
            "fly",
            "github",
            "gitlab",
            "google",
            "kakao",
            "keycloak",
            "linkedin",
            "linkedin_oidc",
            "notion",
            "slack",
            "slack_oidc",
            "snapchat",
            "spotify",
            "twitch",
            "twitter",
            "workos",
            "x",
            "zoom");

    private final Map<String, OpenIdProvider> enabled = new HashMap<>();
    private final ProviderProperties properties;

    Providers(ProviderProperties properties, IdentityProperties identity, ProviderHttp http, Clock clock) {
        this.properties = properties;
        var callback = URI.create(identity.issuer() + "/callback");
        properties.providers().forEach((name, client) -> {
            if (client.enabled()) {
                enabled.put(name, new OpenIdProvider(name, client, callback, http, clock));
            }
        });
    }

    /// By GoTrue's names.
    public Set<String> enabled() {
        return enabled.keySet();
    }

    /// Raises GoTrue's refusal for one that is off or unknown.
    public OpenIdProvider require(String name) {
        var wanted = name.toLowerCase(Locale.ROOT);
        var provider = enabled.get(wanted);
        if (provider == null) {
            throw GoTrueException.invalid(
                    KNOWN.contains(wanted) || properties.providers().containsKey(wanted)
                            ? "Unsupported provider: provider is not enabled"
                            : "Unsupported provider: Provider %s could not be found".formatted(Legible.of(wanted, 40)));
        }
        return provider;
    }

    public Optional<OpenIdProvider> named(String name) {
        return Optional.ofNullable(enabled.get(name.toLowerCase(Locale.ROOT)));
    }

    public Optional<OpenIdProvider> ofIssuer(String issuer) {
        return enabled.values().stream()
                .filter(provider -> provider.issuer().equals(ProviderMetadata.withoutSlash(issuer)))
                .findFirst();
    }
}
