package io.deskwire.auth.audit;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.CurrentCaller;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/// To whom an entry is put down: who acts, as the audit names them, and with which credential.
///
/// @param name `user:<uuid>`, `service_user:<uuid>`, `agent:<uuid>` or `system:<purpose>`
/// @param id null where the system acts
/// @param credential by which session or key; null where there is none yet
public record Attribution(
        String name, @Nullable UUID id, @Nullable SessionId credential) {
    private static final String ATTRIBUTE = Attribution.class.getName();

    public static Attribution of(Caller caller) {
        return new Attribution(caller.actor().wire(), caller.subject().value(), caller.session());
    }

    private static Attribution of(Actor actor, @Nullable SessionId credential) {
        return new Attribution(actor.wire(), actor.id(), credential);
    }

    public static Attribution person(UserId user, @Nullable SessionId session) {
        return of(Actor.user(user), session);
    }

    public static Attribution serviceUser(UserId serviceUser, @Nullable SessionId credential) {
        return of(Actor.serviceUser(serviceUser), credential);
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
    public static Attribution knownOr(Attribution other) {
        var known = known();
        return known == null ? other : known;
    }

    /// The caller of the request, else who was authenticated during it, else the purpose of the system door.
    static Attribution current() {
        var known = known();
        if (known != null) {
            return known;
        }
        var purpose = Objects.requireNonNull(SystemAccess.purpose(), "neither a caller nor the system acts");
        return of(Actor.system(purpose), null);
    }

    private static @Nullable Attribution known() {
        var caller = CurrentCaller.get();
        if (caller != null) {
            return of(caller);
        }
        var request = RequestContextHolder.getRequestAttributes();
        return request != null
                        && request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof Attribution actor
                ? actor
                : null;
    }
}
