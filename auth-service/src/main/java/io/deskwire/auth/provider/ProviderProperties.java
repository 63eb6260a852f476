package io.deskwire.auth.provider;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param providers by the name that clients ask for; one without a client id is off
/// @param timeout for each answer of a provider
@ConfigurationProperties("deskwire.auth.oauth")
record ProviderProperties(
        @DefaultValue Map<String, Client> providers,
        @DefaultValue("5s") Duration timeout) {

    ProviderProperties {
        providers = Map.copyOf(providers);
    }

    /// What this deployment is to a provider.
    ///
    /// @param clientId the first is used for the way through the browser; ID tokens made for any of them are taken
    /// @param secret empty for a public client
    /// @param skipNonceCheck for a provider that does not repeat the nonce; PKCE still binds the answer to it
    record Client(
            @DefaultValue("") List<String> clientId,
            @DefaultValue("") String secret,
            @Nullable URI issuer,
            @DefaultValue({"openid", "email", "profile"}) List<String> scopes,
            @DefaultValue("false") boolean skipNonceCheck) {

        Client {
            clientId = clientId.stream()
                    .map(String::strip)
                    .filter(id -> !id.isEmpty())
                    .toList();
            if (issuer != null && issuer.toString().isBlank()) {
                issuer = null;
            }
        }

        boolean enabled() {
            return !clientId.isEmpty() && issuer != null;
        }

        @Override
        public String toString() {
            return "Client[%s at %s]".formatted(clientId, issuer);
        }
    }

    @Override
    public String toString() {
        return "ProviderProperties[%s]".formatted(providers.keySet());
    }
}
