package io.deskwire.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoleDefaultsTests {
    @Test
    void anAdminMayEverythingWhateverTheTenantSays() {
        assertThat(RoleDefaults.effective(TenantRole.ADMIN, List.of("tickets.read"), null))
                .hasSize(Permission.values().length);
    }

    @Test
    void aDepartmentAddsToWhatTheTenantGivesTheRole() {
        assertThat(RoleDefaults.effective(TenantRole.AGENT, List.of("tenant.read"), List.of("webhooks.manage")))
                .containsExactly("webhooks.manage", "tenant.read");
    }

    @Test
    void withoutAWordOfTheTenantTheDefaultsHold() {
        assertThat(RoleDefaults.effective(TenantRole.CLIENT, null, null))
                .containsExactlyInAnyOrder("tenant.read", "tickets.read_own", "tickets.write");
    }

    @Test
    void whatThisVersionDoesNotKnowIsLeftOut() {
        assertThat(RoleDefaults.effective(TenantRole.VA, List.of("tickets.fly"), List.of("tickets.read")))
                .containsExactly("tickets.read");
    }
}
