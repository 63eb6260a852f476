package io.deskwire.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.gateway.service.Service;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.HttpContract;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;

class AddressTests {
    /// Routed already: the service answers 404 there as for any path of its own. A line goes when its path is
    /// described.
    private static final Set<String> NOT_BUILT = Set.of("/api/v1/macros/**", "/api/v1/attachments/**");

    @ParameterizedTest
    @CsvSource({
        "/auth/v1/verify, SIGN_IN_LINK",
        "/auth/v1/verify/x, SIGN_IN",
        "/auth/v1/token, SIGN_IN",
        "/token, KEY_EXCHANGE",
        "/auth/bootstrap, CALLER",
        "/automation/pairing/request, OPEN",
        "/automation/pairing/request/x, CALLER",
        "/automation/pairing/requests, CALLER",
        "/automation/pairing/requests/7/approve, CALLER",
        "/automation/pairing/status/7, OPEN",
        "/automation/pairing/status/7/x, CALLER",
        "/api/v1/automation/pairing/requests, CALLER_OR_AGENT",
        "/api/v1/automation/jobs/claim, CALLER_OR_AGENT",
        "/api/v1/accounts, CALLER",
        "/api/v1/events/stream, CALLER",
        "/realtime/v1/websocket, REALTIME"
    })
    void eachPathHasItsGuard(String path, Guard guard) {
        assertThat(Address.of(PathContainer.parsePath(path)))
                .map(Address::guard)
                .contains(guard);
    }

    @Test
    void theFirstAddressOneOfWhosePatternsMatchesAnswers() {
        var tails = List.of("", "/", "/x", "/x/y", "//", "/stream", "/..x", "/%2e", ";v=1", "x");
        for (var listed : Address.values()) {
            for (var pattern : listed.paths()) {
                var base = pattern.getPatternString().replace("/**", "").replace("{request}", "7");
                for (var tail : tails) {
                    for (var text : List.of(
                            base + tail, "/" + base + tail, encoded(base) + tail, base.toUpperCase(Locale.ROOT))) {
                        var path = PathContainer.parsePath(text);
                        assertThat(Address.of(path)).as(text).isEqualTo(firstMatching(path));
                    }
                }
            }
        }
    }

    private static Optional<Address> firstMatching(PathContainer path) {
        var dots = path.elements().stream()
                .anyMatch(element -> element instanceof PathSegment segment
                        && segment.valueToMatch().matches("\\.\\.?"));
        return Arrays.stream(Address.values())
                .filter(address -> !dots && address.paths().stream().anyMatch(pattern -> pattern.matches(path)))
                .findFirst();
    }

    /// Its last character, which a client may escape.
    private static String encoded(String path) {
        var last = path.length() - 1;
        return path.substring(0, last) + "%" + Integer.toHexString(path.charAt(last));
    }

    @Test
    void everyDescribedPathIsReachedAtItsService() throws IOException {
        var lost = new ArrayList<String>();
        described()
                .forEach((service, paths) -> paths.forEach(path -> {
                    var reached = Address.of(PathContainer.parsePath(path)).map(Address::service);
                    if (!reached.equals(Optional.of(service))) {
                        lost.add("%s is described for %s and leads to %s".formatted(path, service, reached));
                    }
                }));

        assertThat(lost).isEmpty();
    }

    @Test
    void everyAddressIsDescribed() throws IOException {
        var paths = described().values().stream()
                .flatMap(Set::stream)
                .map(PathContainer::parsePath)
                .toList();
        var undescribed = new TreeSet<String>();
        for (var address : Address.values()) {
            for (var pattern : address.paths()) {
                if (paths.stream().noneMatch(pattern::matches)) {
                    undescribed.add(pattern.getPatternString());
                }
            }
        }

        assertThat(undescribed).containsExactlyInAnyOrderElementsOf(NOT_BUILT);
    }

    /// The paths of `contracts/http/<service>[-<part>].yaml`, with something in place of their variables.
    private static Map<Service, Set<String>> described() throws IOException {
        var described = new EnumMap<Service, Set<String>>(Service.class);
        try (var files = Files.list(GoldenSamples.directory().resolveSibling("http"))) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString().replace(".yaml", "");
                var service = Service.valueOf(name.replaceFirst("-.*", "").toUpperCase(Locale.ROOT));
                var paths = described.computeIfAbsent(service, _ -> new TreeSet<>());
                HttpContract.of(name)
                        .operations()
                        .forEach(operation -> paths.add(operation.path().replace("{}", "x")));
            }
        }
        return described;
    }

    @ParameterizedTest
    @CsvSource({
        "/auth",
        "/auth/v1x/user",
        "/api/v1",
        "/api/v1/",
        "//api/v1/tickets",
        "/api/v1/automation/../tickets",
        "/api/v1/tickets/%2E%2e/x",
        "/automation/pairing/./request",
        "/API/V1/tickets"
    })
    void otherPathsLeadNowhere(String path) {
        assertThat(Address.of(PathContainer.parsePath(path))).isEmpty();
    }
}
