package io.deskwire.testsupport;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/// Puts [RealServers] into effect; Spring finds it in `META-INF/spring.factories`.
final class RealServersCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configurations) {
        var wanted = AnnotatedElementUtils.findMergedAnnotation(testClass, RealServers.class);
        return wanted == null ? null : new RealServersCustomizer(wanted.value());
    }

    /// A record, because Spring's context cache compares customizers.
    private record RealServersCustomizer(String service) implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
            var database = TestServers.database(service);
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "real servers",
                            Map.of(
                                    "deskwire.database.host", database.host(),
                                    "deskwire.database.port", database.port(),
                                    "deskwire.database.name", database.name(),
                                    "deskwire.database.password", database.password(),
                                    "deskwire.kafka.bootstrap-servers", TestServers.kafka())));
        }
    }
}
