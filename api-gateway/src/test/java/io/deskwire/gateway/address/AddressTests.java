package io.deskwire.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.server.PathContainer;

class AddressTests {
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
    void each_path_has_its_guard(String path, Guard guard) {
        assertThat(Address.of(PathContainer.parsePath(path)))
                .map(Address::guard)
                .contains(guard);
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
    void other_paths_lead_nowhere(String path) {
        assertThat(Address.of(PathContainer.parsePath(path))).isEmpty();
    }
}
