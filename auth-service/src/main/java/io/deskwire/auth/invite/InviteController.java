package io.deskwire.auth.invite;

import io.deskwire.auth.invite.Bootstrap.Bootstrapped;
import io.deskwire.auth.invite.Invite.Offer;
import io.deskwire.auth.invite.InviteService.Draft;
import io.deskwire.auth.role.DepartmentRoleId;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.contracts.access.TenantRole;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/invites` and `/auth/bootstrap`.
@RestController
class InviteController {
    private final InviteService invites;
    private final Bootstrap bootstrap;

    InviteController(InviteService invites, Bootstrap bootstrap) {
        this.invites = invites;
        this.bootstrap = bootstrap;
    }

    record CreateRequest(
            @Nullable String email,
            @Nullable String role,
            @Nullable String departmentRoleId,
            @Nullable Instant expiresAt) {

        Draft draft() {
            var check = new FieldCheck();
            var address = check.matching(
                    "email",
                    check.text("email", email, EmailAddress.MAX),
                    EmailAddress.FORM,
                    "an e-mail address in ASCII");
            var known = TenantRole.of(check.text("role", role, 20));
            check.require(
                    known.isPresent() && known.get() != TenantRole.SERVICE,
                    "role",
                    "'%s' (expected: one of [admin, agent, va, client])".formatted(role));
            var department = check.optionalId("department_role_id", departmentRoleId);
            var expires = check.optionalInstant("expires_at", expiresAt);
            check.done();
            var offer = new Offer(
                    UserService.normalized(address),
                    known.orElseThrow(),
                    department == null ? null : new DepartmentRoleId(department));
            return new Draft(offer, expires);
        }
    }

    @PostMapping("/api/v1/invites")
    ResponseEntity<Invite> create(Caller caller, @RequestBody CreateRequest request) {
        var invite = invites.create(caller, request.draft());
        return Revision.created("/api/v1/invites/" + invite.id(), invite, invite.version());
    }

    @GetMapping("/api/v1/invites")
    Page<Invite> list(Caller caller, PageRequest page) {
        return invites.list(caller, page);
    }

    @GetMapping("/api/v1/invites/{id}")
    ResponseEntity<Invite> get(Caller caller, @PathVariable UUID id) {
        var invite = invites.get(caller, new InviteId(id));
        return Revision.ok(invite, invite.version());
    }

    @DeleteMapping("/api/v1/invites/{id}")
    ResponseEntity<Void> revoke(Caller caller, @PathVariable UUID id) {
        invites.revoke(caller, new InviteId(id));
        return ResponseEntity.noContent().build();
    }

    /// @param inviteToken from the mailed link; needed only where there are several invites
    record BootstrapRequest(@Nullable String inviteToken) {}

    @PostMapping("/auth/bootstrap")
    Bootstrapped bootstrap(Caller caller, @RequestBody(required = false) @Nullable BootstrapRequest request) {
        var text = request == null ? null : request.inviteToken();
        var token = text == null
                ? null
                : InviteToken.parse(text)
                        .orElseThrow(() -> new Forbidden(
                                "invite-required",
                                "invite_token is no such token; send the one in the mailed link, or none"));
        return bootstrap.bootstrap(caller, token);
    }
}
