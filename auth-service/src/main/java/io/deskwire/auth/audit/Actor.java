package io.deskwire.auth.audit;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.CurrentCaller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/// Who acts, as the audit names it, and with which credential.
///
/// @param name `user:<uuid>`, `service_user:<uuid>`, `agent:<uuid>` or `system:<purpose>`
/// @param id null where the system acts
/// @param credential the session or API key; null where there is none yet
public record Actor(
        String name, @Nullable UUID id, @Nullable UUID credential) {
    private static final String ATTRIBUTE = Actor.class.getName();

    public static Actor of(Caller caller) {
        return new Actor(caller.actor().wire(), caller.subject().value(), caller.session());
    }

    public static Actor person(UserId user, @Nullable UUID session) {
        return new Actor("user:" + user, user.value(), session);
    }

    public static Actor serviceUser(UserId serviceUser, @Nullable UUID credential) {
        return new Actor("service_user:" + serviceUser, serviceUser.value(), credential);
    }

    /// For those who authenticate a request outside the caller filter, as `/auth/v1` does: everything recorded during
    /// the rest of this request is this actor's.
    public void actsInThisRequest() {
        var request = RequestContextHolder.getRequestAttributes();
        if (request != null) {
            request.setAttribute(ATTRIBUTE, this, RequestAttributes.SCOPE_REQUEST);
        }
    }

    /// Who is known to act; else `other`, for example the person that is just signing up.
    public static Actor knownOr(Actor other) {
        var known = known();
        return known == null ? other : known;
    }

    /// The caller of the request, else who was authenticated during it, else the purpose of the system door.
    static Actor current() {
        var known = known();
        if (known != null) {
            return known;
        }
        var purpose = Objects.requireNonNull(SystemAccess.purpose(), "neither a caller nor the system acts");
        return new Actor("system:" + purpose, null, null);
    }

    private static @Nullable Actor known() {
        var caller = CurrentCaller.get();
        if (caller != null) {
            return of(caller);
        }
        var request = RequestContextHolder.getRequestAttributes();
        return request != null
                        && request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof Actor actor
                ? actor
                : null;
    }
}
