package io.deskwire.gateway.apidocs;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.deskwire.gateway.apidocs.ApiDescription.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `/openapi.json` from the descriptions in `contracts/http/`, and `/docs`, where Swagger UI shows it. Both are made at
/// the start and need nothing from elsewhere.
@Configuration(proxyBeanMethods = false)
class ApiDocsConfiguration {
    private static final Logger log = LoggerFactory.getLogger(ApiDocsConfiguration.class);
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";

    private final PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();

    @Bean
    RouterFunction<ServerResponse> apiDescription(BuildProperties build, JsonMapper json) throws IOException {
        var description = ApiDescription.of(parts(), String.valueOf(build.getVersion()));
        var body = json.writeValueAsBytes(description);
        return route().GET(
                        "/openapi.json",
                        _ -> ServerResponse.ok()
                                .contentType(MediaType.APPLICATION_JSON)
                                .cacheControl(CacheControl.noCache())
                                .bodyValue(body))
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> docs() throws IOException {
        var page = new ClassPathResource("docs/index.html");
        var assets = Map.of(
                "start.js", new ClassPathResource("docs/start.js"),
                "swagger-ui.css", swaggerUi("swagger-ui.css"),
                "swagger-ui-bundle.js", swaggerUi("swagger-ui-bundle.js"));
        return route().GET(
                        "/docs",
                        _ -> ServerResponse.ok()
                                .contentType(MediaType.TEXT_HTML)
                                .header("Content-Security-Policy", CONTENT_POLICY)
                                .body(BodyInserters.fromResource(page)))
                .GET("/docs/{asset}", request -> {
                    var asset = assets.get(request.pathVariable("asset"));
                    return asset == null
                            ? ServerResponse.notFound().build()
                            : ServerResponse.ok()
                                    .contentType(MediaTypeFactory.getMediaType(asset)
                                            .orElse(MediaType.APPLICATION_OCTET_STREAM))
                                    .cacheControl(CacheControl.maxAge(Duration.ofHours(1)))
                                    .body(BodyInserters.fromResource(asset));
                })
                .build();
    }

    private Resource swaggerUi(String file) throws IOException {
        var found = resources.getResources("classpath*:META-INF/resources/webjars/swagger-ui/*/" + file);
        if (found.length != 1) {
            throw new IllegalStateException(found.length + " versions of swagger-ui on the class path (expected: 1)");
        }
        return found[0];
    }

    private List<Part> parts() throws IOException {
        var json = JsonMapper.shared();
        var yaml = YAMLMapper.builder().build();
        var parts = new ArrayList<Part>();
        for (var file : described()) {
            var name = Objects.requireNonNull(file.getFilename());
            try (var content = file.getInputStream()) {
                var document = name.endsWith(".json") ? json.readTree(content) : yaml.readTree(content);
                if (document instanceof ObjectNode description && description.has("paths")) {
                    parts.add(new Part(StringUtils.stripFilenameExtension(name), description));
                }
            } catch (JacksonException malformed) {
                log.warn("API description {} cannot be read and is left out: {}", name, malformed.getMessage());
            }
        }
        return parts;
    }

    private List<Resource> described() throws IOException {
        return Stream.of(resources.getResources("classpath*:contracts/http/*"))
                .filter(file -> StringUtils.getFilenameExtension(file.getFilename()) instanceof String ending
                        && List.of("json", "yaml", "yml").contains(ending))
                .sorted(Comparator.comparing(file -> String.valueOf(file.getFilename())))
                .toList();
    }
}
