package io.deskwire.auth.provisioning.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.auth.provisioning.provisioner.FakeServices.Fault;
import io.deskwire.auth.provisioning.provisioner.Provisioner.Commission;
import io.deskwire.auth.provisioning.provisioner.ProvisionerProperties.Address;
import io.deskwire.common.identity.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProvisionerTests {
    private static final TenantId TENANT = new TenantId(UUID.fromString("0198f3a0-0000-7000-8000-000000000001"));
    private static final Commission FIRST =
            new Commission(TENANT, "Acme", "acme", "owner@acme.example", "Ann Owner", null, false);
    private static final Commission AGAIN =
            new Commission(TENANT, "Acme", "acme", "owner@acme.example", "Ann Owner", null, true);

    FakeServices services;
    ProvisionerProperties properties;
    ServiceHttp http;

    @BeforeEach
    void start() {
        services = new FakeServices();
        properties = at(new Address(services.url() + "/", FakeServices.KEY, "prod"));
        http = new ServiceHttp(properties);
    }

    private static ProvisionerProperties at(Address address) {
        return new ProvisionerProperties(
                address, address, address, address, Duration.ofSeconds(2), Duration.ofMillis(300));
    }

    @AfterEach
    void stop() {
        http.close();
        services.close();
    }

    private static ProvisioningFailure failure(Provisioner provisioner, Commission commission) {
        return catchThrowableOfType(ProvisioningFailure.class, () -> provisioner.provision(commission));
    }

    @Test
    void makesAChatwootAccountWithTheOwnerAsAdministrator() {
        assertThat(new Chatwoot(properties, http).provision(FIRST)).isEqualTo("1");

        var created = services.calls("POST /platform/api/v1/accounts").getFirst();
        assertThat(created.body().at("/custom_attributes/deskwire_tenant_id").asString())
                .isEqualTo(TENANT.toString());
        assertThat(services.accountUsers.getFirst().toString())
                .contains("\"user_id\":70", "\"role\":\"administrator\"");
        assertThat(services.calls("POST /platform/api/v1/accounts/1/account_users"))
                .hasSize(1);
    }

    @Test
    void findsTheChatwootAccountWhoseAnswerWasLost() {
        var chatwoot = new Chatwoot(properties, http);
        services.fail("POST /platform/api/v1/accounts", Fault.ANSWER_LOST);
        assertThat(failure(chatwoot, FIRST).retryable()).isTrue();

        assertThat(chatwoot.provision(AGAIN)).isEqualTo("1");

        assertThat(services.accounts).hasSize(1);
    }

    @Test
    void ratherAsksThanMakesASecondAccountInAChatwootThatCannotListThem() {
        var chatwoot = new Chatwoot(properties, http);
        services.listsAccounts = false;
        services.fail("POST /platform/api/v1/accounts", Fault.ANSWER_LOST);
        assertThat(failure(chatwoot, FIRST).retryable()).isTrue();

        assertThat(failure(chatwoot, AGAIN).retryable()).isFalse();

        assertThat(services.accounts).hasSize(1);
    }

    @Test
    void stopsReadingAListThatDoesNotEnd() {
        services.endless = true;

        for (var provisioner : List.of(new N8n(properties, http), new Botpress(properties, http))) {
            var failure = failure(provisioner, FIRST);
            assertThat(failure.retryable()).isFalse();
            assertThat(failure).hasMessage("the list has more than 100 pages");
        }
    }

    @Test
    void makesAnN8nProjectAndInvitesTheOwnerOnce() {
        var n8n = new N8n(properties, http);

        assertThat(n8n.provision(FIRST)).isEqualTo("p1");
        assertThat(n8n.provision(AGAIN)).isEqualTo("p1");

        assertThat(services.projects).hasSize(1);
        assertThat(services.n8nUsers).hasSize(1);
        assertThat(services.calls("POST /api/v1/projects/p1/users")
                        .getFirst()
                        .body()
                        .toString())
                .contains("\"userId\":\"u1\"", "\"role\":\"project:admin\"");
    }

    @Test
    void makesABotpressWorkspaceWithABotOnce() {
        var botpress = new Botpress(properties, http);
        services.fail("POST /v1/admin/bots", Fault.ANSWER_LOST);
        assertThat(failure(botpress, FIRST).retryable()).isTrue();

        assertThat(botpress.provision(AGAIN)).isEqualTo("workspaces-1");

        assertThat(services.workspaces).hasSize(1);
        assertThat(services.bots).hasSize(1);
        assertThat(services.calls("POST /v1/admin/bots").getFirst().headers().get("X-workspace-id"))
                .containsExactly("workspaces-1");
    }

    @Test
    void loadsAnOdooCompanyUnderItsExternalIdOnce() {
        var odoo = new Odoo(properties, http);
        services.fail("POST /json/2/res.company/load", Fault.ANSWER_LOST);
        assertThat(failure(odoo, FIRST).retryable()).isTrue();

        assertThat(odoo.provision(AGAIN)).isEqualTo("7");

        assertThat(services.companies).containsOnlyKeys("deskwire.tenant_0198f3a0_0000_7000_8000_000000000001");
        assertThat(services.odooUsers).hasSize(1);
        assertThat(services.calls("POST /json/2/res.users/create")
                        .getFirst()
                        .headers()
                        .get("X-odoo-database"))
                .containsExactly("prod");
    }

    @Test
    void tellsPassingFailuresFromRefusalsAndShowsNoKey() {
        var chatwoot = new Chatwoot(properties, http);
        services.fail("GET /platform", Fault.BROKEN, Fault.SILENT, Fault.FORBIDDEN);

        var broken = failure(chatwoot, FIRST);
        var silent = failure(chatwoot, FIRST);
        var forbidden = failure(chatwoot, FIRST);

        assertThat(broken.retryable()).isTrue();
        assertThat(broken).hasMessage("GET /platform/api/v1/accounts answered 500");
        assertThat(silent.retryable()).isTrue();
        assertThat(forbidden.retryable()).isFalse();
        var wrongKey = at(new Address(services.url(), "wrong", ""));
        assertThat(failure(new N8n(wrongKey, http), FIRST)).hasMessage("GET /api/v1/projects?limit=250 answered 401");
        assertThat(properties.toString()).doesNotContain(FakeServices.KEY);
    }
}
