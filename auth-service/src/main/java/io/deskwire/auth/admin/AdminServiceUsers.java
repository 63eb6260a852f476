package io.deskwire.auth.admin;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.secretkey.TenantNames;
import io.deskwire.auth.serviceuser.ServiceUser.Profile;
import io.deskwire.auth.serviceuser.ServiceUserService;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Identity;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/// Service users made with `auth.admin.createUser({user_metadata: {is_service_user: true, …}})`.
///
/// The mark counts because the secret key's bearer sets it: a person's own sign-up or change of metadata never gets
/// here. From then on `app_metadata` and the row in `service_users` say it, and `user_metadata` is decoration again.
@Service
class AdminServiceUsers {
    /// What the row in `service_users` says, and nothing else: a copy would only grow old.
    private static final List<String> OF_THE_ROW =
            List.of(ServiceUserProfile.PERMISSIONS, ServiceUserProfile.RATE_LIMIT);
    /// Set by the making or said by the row, never taken from what is asked for.
    private static final Set<String> OURS = Set.of(
            UserParams.MARK,
            "organization_id",
            "tenant_id",
            "created_by",
            "provider",
            "providers",
            ServiceUserProfile.PERMISSIONS,
            ServiceUserProfile.RATE_LIMIT);

    private final ServiceUserService serviceUsers;
    private final UserService users;
    private final TenantNames tenants;
    private final SystemAccess system;
    private final Clock clock;

    AdminServiceUsers(
            ServiceUserService serviceUsers, UserService users, TenantNames tenants, SystemAccess system, Clock clock) {
        this.serviceUsers = serviceUsers;
        this.users = users;
        this.tenants = tenants;
        this.system = system;
        this.clock = clock;
    }

    User create(Caller admin, UserParams params, String email, String hash, @Nullable BanDuration ban) {
        if (params.chosenId() != null) {
            throw GoTrueException.invalid("The ID of a service user cannot be chosen");
        }
        var wanted = tenantsNamed(admin, params);
        var profile = ServiceUserProfile.of(params, email);
        try {
            return system.call(AdminUsers.PURPOSE, () -> {
                return create(new Place(tenant(wanted), profile), admin, params, new Login(email, hash, ban));
            });
        } catch (DuplicateKeyException taken) {
            throw GoTrueException.emailExists(422);
        }
    }

    private record Place(TenantId tenant, Profile profile) {}

    private record Login(
            String email, String hash, @Nullable BanDuration ban) {}

    private User create(Place place, Caller admin, UserParams params, Login login) {
        if (users.findByEmail(login.email()).isPresent()) {
            throw GoTrueException.emailExists(422);
        }
        var now = clock.instant();
        var id = serviceUsers
                .create(place.tenant(), admin.subject(), place.profile())
                .serviceUser()
                .id();
        var edit = users.findForUpdate(id)
                .orElseThrow()
                .edit()
                .email(login.email())
                .passwordHash(login.hash());
        params.describe(edit, OURS);
        if (params.confirmed()) {
            edit.userMetadata(Map.of("email_verified", true));
        }
        if (login.ban() != null) {
            edit.bannedUntil(login.ban().until(now));
        }
        users.save(edit.done());
        users.putEmailIdentity(id, Identity.ofEmail(id, login.email(), false, now));
        return users.find(id).orElseThrow();
    }

    private static Set<String> tenantsNamed(Caller admin, UserParams params) {
        var named = new LinkedHashSet<String>();
        for (var value : new @Nullable Object[] {
            params.ofApp("tenant_id"),
            params.ofApp("organization_id"),
            params.ofUser("tenant_id"),
            params.ofUser("organization_id")
        }) {
            if (value instanceof String text && !text.isBlank()) {
                named.add(text);
            }
        }
        if (admin.tenant() != null) {
            named.add(admin.tenant().toString());
        }
        if (named.isEmpty()) {
            throw GoTrueException.invalid(
                    "A service user needs a tenant: app_metadata.tenant_id, organization_id or the header X-Tenant");
        }
        return named;
    }

    /// By id or by slug, but all the same.
    private TenantId tenant(Set<String> named) {
        var found = new LinkedHashSet<TenantId>();
        for (var name : named) {
            found.add(tenants.find(name)
                    .orElseThrow(() -> GoTrueException.invalid("The tenant of the service user does not exist")));
        }
        if (found.size() > 1) {
            throw GoTrueException.invalid("A service user belongs to one tenant; several are named");
        }
        return found.getFirst();
    }

    /// A service user stays where it is and may do what it may do, whatever its metadata shall say.
    static void requireUntouched(User serviceUser, UserParams params) {
        var tenant = Objects.requireNonNull(serviceUser.serviceTenant()).toString();
        for (var key : List.of("tenant_id", "organization_id")) {
            if (params.appMetadata() != null
                    && params.appMetadata().containsKey(key)
                    && !tenant.equals(params.ofApp(key))) {
                throw GoTrueException.invalid(
                        "A service user cannot move: app_metadata.%s is %s".formatted(key, tenant));
            }
        }
        if (params.appMetadata() != null
                && params.appMetadata().containsKey(UserParams.MARK)
                && !Boolean.TRUE.equals(params.ofApp(UserParams.MARK))) {
            throw GoTrueException.invalid("A service user stays one");
        }
        for (var key : OF_THE_ROW) {
            if (params.ofApp(key) != null) {
                throw GoTrueException.invalid(
                        "The %s of a service user is changed with PATCH /api/v1/service-users/{id}".formatted(key));
            }
        }
    }
}
