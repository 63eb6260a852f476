package io.deskwire.common.client;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.json.JsonMapper;

/// Gives controller methods the [ClientConnection] they name. One that returns nothing has answered through it.
final class ClientConnectionArgument implements HandlerMethodArgumentResolver {
    private static final BooleanSupplier UNKNOWN = () -> true;

    private final JsonMapper json;

    ClientConnectionArgument(JsonMapper json) {
        this.json = json;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == ClientConnection.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binder) {
        if (container != null) {
            container.setRequestHandled(true);
        }
        var open = request.getAttribute(ClientConnectionValve.OPEN, RequestAttributes.SCOPE_REQUEST);
        var response = Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class));
        return new ClientConnection(open instanceof BooleanSupplier look ? look : UNKNOWN, response, json);
    }
}
