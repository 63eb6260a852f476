package io.deskwire.common.json;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Each endpoint answers in the one form it has, whatever `Accept` asks for: to refuse after the deed would hide the
/// deed, and with it credentials that are shown once.
///
/// "Anything" and not JSON is the default, so that an endpoint with another form (a page, a stream) is found too.
@AutoConfiguration
@ConditionalOnWebApplication(type = Type.SERVLET)
class AnswersInJsonAutoConfiguration {
    @Bean
    WebMvcConfigurer acceptIsIgnored() {
        return new WebMvcConfigurer() {
            @Override
            public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
                negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.ALL);
            }
        };
    }
}
