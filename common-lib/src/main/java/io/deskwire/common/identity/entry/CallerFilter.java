package io.deskwire.common.identity.entry;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import io.deskwire.common.identity.Authenticator;
import io.deskwire.common.identity.BearerToken;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.CurrentCaller;
import io.deskwire.common.identity.IdentityProperties;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.common.identity.revocation.Revocations;
import io.deskwire.common.identity.systemkey.SystemEntry;
import io.deskwire.common.observe.RequestTrace;
import io.deskwire.common.problem.Problem;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.common.problem.Problem.Unavailable;
import io.deskwire.common.problem.ProblemBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.server.PathContainer;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.json.JsonMapper;

/// Lets a request in with a verified bearer token or not at all, but for the open paths.
///
/// Binds the caller to the request, where [CallerArgument] and every transaction find it. A suspended tenant may
/// read; its writes are refused here. The secret key's bearer is written down before it is let in.
final class CallerFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(CallerFilter.class);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final List<Authenticator> authenticators;
    private final Revocations revocations;
    private final SystemEntry systemEntry;
    private final List<PathPattern> open;
    private final List<PathPattern> writable;
    private final JsonMapper json;

    CallerFilter(
            List<Authenticator> authenticators,
            Revocations revocations,
            SystemEntry systemEntry,
            IdentityProperties properties,
            JsonMapper json) {
        this.authenticators = List.copyOf(authenticators);
        this.revocations = revocations;
        this.systemEntry = systemEntry;
        this.open = patterns(properties.openPaths());
        this.writable = patterns(properties.writableWhenSuspended());
        this.json = json;
    }

    private static List<PathPattern> patterns(List<String> paths) {
        return paths.stream().map(PathPatternParser.defaultInstance::parse).toList();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return matches(open, request);
    }

    private static boolean matches(List<PathPattern> patterns, HttpServletRequest request) {
        var path = PathContainer.parsePath(request.getRequestURI());
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller;
        try {
            caller = admit(request);
        } catch (Problem refusal) {
            ProblemBody.write(response, json, refusal);
            return;
        } catch (CannotCreateTransactionException | DataAccessException failure) {
            log.warn(
                    "A use of the secret key could not be written down request_id={}",
                    RequestTrace.requestId(),
                    failure);
            ProblemBody.write(
                    response,
                    json,
                    new Unavailable("this use of the secret key cannot be written to the audit; try again"));
            return;
        }
        request.setAttribute(Caller.class.getName(), caller);
        try {
            CurrentCaller.<@Nullable Object, Exception>call(caller, () -> {
                chain.doFilter(request, response);
                return null;
            });
        } catch (ServletException | IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new ServletException(failure);
        }
    }

    private Caller admit(HttpServletRequest request) {
        var caller = authenticate(BearerToken.of(request));
        if (revocations.cover(caller)) {
            throw new Unauthenticated("the session, key or agent was revoked");
        }
        if (caller.suspended() && !READING.contains(request.getMethod()) && !matches(writable, request)) {
            throw new Forbidden(
                    "tenant-suspended", "the tenant is suspended; it can be read, and written to once it is resumed");
        }
        if (caller.kind() == Caller.Kind.SYSTEM) {
            systemEntry.admit(caller, request);
        }
        return caller;
    }

    private Caller authenticate(@Nullable String token) {
        if (token == null) {
            throw new Unauthenticated("no bearer token was sent; send one in the header Authorization");
        }
        for (var authenticator : authenticators) {
            var known = authenticator.remembered(token);
            if (known != null) {
                return known;
            }
        }
        try {
            var header = header(token);
            for (var authenticator : authenticators) {
                if (authenticator.accepts(header)) {
                    return authenticator.authenticate(token);
                }
            }
            throw new Unauthenticated("tokens signed with " + header.getAlgorithm() + " are not accepted here");
        } catch (InvalidTokenException invalid) {
            throw new Unauthenticated(String.valueOf(invalid.getMessage()));
        }
    }

    private static JWSHeader header(String token) throws InvalidTokenException {
        try {
            return JWSObject.parse(token).getHeader();
        } catch (ParseException failure) {
            throw new InvalidTokenException("the bearer token is not a signed JWT");
        }
    }
}
