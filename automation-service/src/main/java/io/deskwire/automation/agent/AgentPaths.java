package io.deskwire.automation.agent;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.CurrentCaller;
import io.deskwire.common.problem.Problem.Unauthenticated;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// An agent token counts under `/api/v1/automation/` and nowhere else.
@Component
class AgentPaths implements WebMvcConfigurer, HandlerInterceptor {
    private static final String PREFIX = "/api/v1/automation/";

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        var caller = CurrentCaller.get();
        if (caller != null
                && caller.kind() == Caller.Kind.AGENT
                && !request.getRequestURI().startsWith(PREFIX)) {
            throw new Unauthenticated("agent tokens are accepted on " + PREFIX + "** only");
        }
        return true;
    }
}
