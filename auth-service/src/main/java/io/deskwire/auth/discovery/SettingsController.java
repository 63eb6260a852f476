package io.deskwire.auth.discovery;

import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.provider.Providers;
import io.deskwire.auth.signup.SignUpProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;

/// GoTrue's `/health` and `/settings`: what a sign-in page asks before it draws itself.
@GoTrueApi
class SettingsController {
    private final SignUpProperties properties;
    private final Providers providers;

    SettingsController(SignUpProperties properties, Providers providers) {
        this.properties = properties;
        this.providers = providers;
    }

    record Health(String version, String name, String description) {}

    @GetMapping("/health")
    Health health() {
        return new Health("v2", "GoTrue", "Deskwire's auth-service, speaking the GoTrue protocol");
    }

    @GetMapping("/settings")
    Map<String, Object> settings() {
        var external = new LinkedHashMap<String, Object>();
        external.put("anonymous_users", properties.anonymousSignIns());
        Providers.KNOWN.forEach(provider -> external.put(provider, false));
        providers.enabled().forEach(provider -> external.put(provider, true));
        external.put("email", true);
        external.put("phone", false);
        var settings = new LinkedHashMap<String, Object>();
        settings.put("external", external);
        settings.put("disable_signup", properties.signup() != SignUpProperties.Mode.OPEN);
        settings.put("mailer_autoconfirm", properties.mailerAutoconfirm());
        settings.put("phone_autoconfirm", false);
        settings.put("sms_provider", "");
        settings.put("saml_enabled", false);
        settings.put("passkeys_enabled", false);
        return settings;
    }
}
