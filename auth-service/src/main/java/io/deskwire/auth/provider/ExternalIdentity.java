package io.deskwire.auth.provider;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.user.User.Identity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a provider says of somebody.
///
/// @param email in its normal form; null where the provider tells none that an account can have
/// @param emailVerified only then the address says anything about who it is
/// @param data as GoTrue keeps it: `sub`, `email`, `full_name`, `avatar_url` and so on
public record ExternalIdentity(
        String provider, String subject, @Nullable String email, boolean emailVerified, Map<String, Object> data) {
    private static final int MAX_TEXT = 1_000;
    private static final List<String> PROFILE = List.of(
            "name",
            "given_name",
            "family_name",
            "nickname",
            "preferred_username",
            "picture",
            "profile",
            "website",
            "locale",
            "zoneinfo");

    static ExternalIdentity of(String provider, String issuer, Map<String, Object> claims) {
        var subject = String.valueOf(claims.get("sub"));
        var email = claims.get("email") instanceof String text ? EmailAddress.storable(text) : null;
        // Some providers write their booleans as text.
        var verified = email != null && "true".equals(String.valueOf(claims.get("email_verified")));
        var data = new LinkedHashMap<String, Object>();
        data.put("iss", issuer);
        data.put("sub", subject);
        data.put("provider_id", subject);
        if (email != null) {
            data.put("email", email);
        }
        data.put("email_verified", verified);
        data.put("phone_verified", false);
        for (var name : PROFILE) {
            copy(claims, name, data, name);
        }
        copy(claims, "name", data, "full_name");
        copy(claims, "picture", data, "avatar_url");
        if (claims.get("hd") instanceof String domain && domain.length() <= MAX_TEXT) {
            data.put("custom_claims", Map.of("hd", domain));
        }
        return new ExternalIdentity(provider, subject, email, verified, data);
    }

    private static void copy(Map<String, Object> claims, String name, Map<String, Object> data, String as) {
        if (claims.get(name) instanceof String text && text.length() <= MAX_TEXT) {
            data.put(as, text);
        }
    }

    public boolean is(Identity identity) {
        return identity.provider().equals(provider) && identity.providerId().equals(subject);
    }

    /// Raises GoTrue's refusal where the provider tells no address, or did not verify it.
    public String requireVerifiedEmail() {
        if (email == null) {
            throw new GoTrueException(
                    422, "email_address_not_provided", "Error getting user email from external provider");
        }
        if (!emailVerified) {
            throw unverified();
        }
        return email;
    }

    public GoTrueException unverified() {
        return new GoTrueException(
                422,
                "provider_email_needs_verification",
                "Unverified email with %1$s. Verify the email with %1$s in order to sign in".formatted(provider));
    }

    @Override
    public String toString() {
        return "ExternalIdentity[" + provider + "]";
    }
}
