package io.deskwire.auth.signin;

import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.refreshtoken.RefreshToken;
import io.deskwire.auth.session.SessionView;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/// What GoTrue's answers with a session say of it in their headers, for logs on the way.
@RestControllerAdvice(annotations = GoTrueApi.class)
class SessionHeaders implements ResponseBodyAdvice<Object> {
    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return returned.getParameterType().isAssignableFrom(SessionView.class);
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body instanceof SessionView session) {
            var headers = response.getHeaders();
            headers.set("sb-auth-user-id", session.user().who().id().toString());
            RefreshToken.parse(session.refreshToken()).ifPresent(token -> {
                headers.set("sb-auth-session-id", token.session().toString());
                headers.set("sb-auth-refresh-token-counter", Long.toString(token.counter()));
            });
        }
        return body;
    }
}
