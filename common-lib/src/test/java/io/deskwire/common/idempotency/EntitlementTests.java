package io.deskwire.common.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EntitlementTests {
    private static final Entitlement ADMIN = new Entitlement("admin", List.of("api_keys.manage", "tickets.read"));

    @Test
    void lacksWhatTheOtherHadAndItHasNot() {
        assertThat(ADMIN.lacks(ADMIN)).isEmpty();
        assertThat(ADMIN.lacks(new Entitlement("agent", List.of("tickets.read"))))
                .isEmpty();
        assertThat(new Entitlement("agent", List.of("tickets.read")).lacks(ADMIN))
                .contains("api_keys.manage");
        assertThat(new Entitlement(null, List.of()).lacks(ADMIN)).contains("api_keys.manage");
    }

    /// A key of the same service user with other scopes.
    @Test
    void comparesSetsNotNumbers() {
        var reads = new Entitlement("service", List.of("tickets.read"));
        var writes = new Entitlement("service", List.of("tickets.write"));

        assertThat(reads.lacks(writes)).contains("tickets.write");
        assertThat(writes.lacks(reads)).contains("tickets.read");
    }

    @Test
    void tellsStaffFromClientsWhateverTheirPermissions() {
        var agent = new Entitlement("agent", List.of("tickets.read"));
        var client = new Entitlement("client", List.of("tickets.read"));

        assertThat(client.lacks(agent)).isPresent();
        assertThat(client.lacks(client)).isEmpty();
        assertThat(agent.lacks(client)).isEmpty();
    }
}
