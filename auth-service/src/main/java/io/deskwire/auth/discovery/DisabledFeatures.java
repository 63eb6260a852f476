package io.deskwire.auth.discovery;

import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/// What GoTrue has and this service has not says so in GoTrue's words, so that clients can tell "off" from "broken".
@GoTrueApi
class DisabledFeatures {

    @RequestMapping({"/sso", "/sso/**", "/admin/sso/**"})
    void saml() {
        throw new GoTrueException(404, "saml_provider_disabled", "SAML 2.0 is disabled");
    }

    @PostMapping(path = "/token", params = "grant_type=web3")
    void web3() {
        throw new GoTrueException(422, "web3_provider_disabled", "Web3 provider is disabled");
    }

    @RequestMapping({"/passkeys", "/passkeys/**", "/admin/users/{user}/passkeys/**"})
    void passkeys() {
        throw new GoTrueException(404, "passkey_disabled", "Passkeys are disabled");
    }

    @RequestMapping({"/factors/recovery-codes", "/factors/recovery-codes/regenerate"})
    void recoveryCodes() {
        throw new GoTrueException(
                422, "mfa_recovery_codes_enroll_not_enabled", "MFA enroll is disabled for recovery codes");
    }

    @RequestMapping("/factors/recovery-codes/verify")
    void recoveryCodesVerify() {
        throw new GoTrueException(
                422, "mfa_recovery_codes_verify_not_enabled", "MFA verification is disabled for recovery codes");
    }

    @RequestMapping({
        "/oauth/**",
        "/user/oauth/**",
        "/admin/oauth/**",
        "/.well-known/oauth-authorization-server",
        "/.well-known/oauth-authorization-server/**"
    })
    void oauthServer() {
        throw new GoTrueException(404, "feature_disabled", "OAuth server is disabled");
    }

    @RequestMapping({"/admin/custom-providers", "/admin/custom-providers/**"})
    void customProviders() {
        throw new GoTrueException(404, "feature_disabled", "Custom OAuth providers are disabled");
    }

    @RequestMapping({"/scim/**", "/admin/scim-providers", "/admin/scim-providers/**"})
    void scim() {
        throw new GoTrueException(404, "feature_disabled", "SCIM server is disabled");
    }
}
