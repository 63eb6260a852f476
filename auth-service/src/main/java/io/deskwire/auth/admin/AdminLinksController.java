package io.deskwire.auth.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.auth.flow.RedirectTargets;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.user.UserView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// GoTrue's `/invite` and `/admin/generate_link`. [AdminGate] stands before them.
@GoTrueApi
class AdminLinksController {
    private final AdminLinks links;
    private final RedirectTargets targets;

    AdminLinksController(AdminLinks links, RedirectTargets targets) {
        this.links = links;
        this.targets = targets;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record InviteParams(@Nullable String email, @Nullable Map<String, @Nullable Object> data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record LinkParams(
            @Nullable String type,
            @Nullable String email,
            @Nullable String newEmail,
            @Nullable String password,
            @Nullable Map<String, @Nullable Object> data,
            @Nullable String redirectTo) {
        @Override
        public String toString() {
            return "LinkParams[" + type + "]";
        }
    }

    /// GoTrue's account with what a mail would have carried.
    record GeneratedLink(
            @JsonUnwrapped UserView user,
            String actionLink,
            String emailOtp,
            String hashedToken,
            String verificationType,
            String redirectTo) {
        @Override
        public String toString() {
            return "GeneratedLink[" + verificationType + "]";
        }
    }

    @PostMapping("/invite")
    UserView invite(@RequestBody InviteParams params, HttpServletRequest request) {
        return links.invite(EmailAddress.checked(params.email()), params.data(), backTo(request, null));
    }

    @PostMapping("/admin/generate_link")
    GeneratedLink generate(@RequestBody LinkParams params, HttpServletRequest request) {
        return links.generate(params, EmailAddress.checked(params.email()), backTo(request, params.redirectTo()));
    }

    /// The client sends it in the query, others in the body.
    private String backTo(HttpServletRequest request, @Nullable String inBody) {
        return targets.choose(inBody, targets.choose(request));
    }
}
