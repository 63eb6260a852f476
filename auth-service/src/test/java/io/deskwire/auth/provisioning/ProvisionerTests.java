package io.deskwire.auth.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.auth.provisioning.FakeProducts.Fault;
import io.deskwire.auth.provisioning.Provisioner.Commission;
import io.deskwire.auth.provisioning.ProvisioningProperties.Address;
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

    FakeProducts products;
    ProvisioningProperties properties;
    ProductHttp http;

    @BeforeEach
    void start() {
        products = new FakeProducts();
        properties = at(new Address(products.url() + "/", FakeProducts.KEY, "prod"));
        http = new ProductHttp(properties);
    }

    private static ProvisioningProperties at(Address address) {
        return new ProvisioningProperties(
                address,
                address,
                address,
                address,
                Duration.ofSeconds(2),
                Duration.ofMillis(300),
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                3,
                Duration.ofSeconds(5),
                Duration.ofSeconds(8));
    }

    @AfterEach
    void stop() {
        http.close();
        products.close();
    }

    private static ProductFailure failure(Provisioner provisioner, Commission commission) {
        return catchThrowableOfType(ProductFailure.class, () -> provisioner.provision(commission));
    }

    @Test
    void makesAChatwootAccountWithTheOwnerAsAdministrator() {
        assertThat(new Chatwoot(properties, http).provision(FIRST)).isEqualTo("1");

        var created = products.calls("POST /platform/api/v1/accounts").getFirst();
        assertThat(created.body().at("/custom_attributes/deskwire_tenant_id").asString())
                .isEqualTo(TENANT.toString());
        assertThat(products.accountUsers.getFirst().toString())
                .contains("\"user_id\":70", "\"role\":\"administrator\"");
        assertThat(products.calls("POST /platform/api/v1/accounts/1/account_users"))
                .hasSize(1);
    }

    @Test
    void findsTheChatwootAccountWhoseAnswerWasLost() {
        var chatwoot = new Chatwoot(properties, http);
        products.fail("POST /platform/api/v1/accounts", Fault.ANSWER_LOST);
        assertThat(failure(chatwoot, FIRST).retryable()).isTrue();

        assertThat(chatwoot.provision(AGAIN)).isEqualTo("1");

        assertThat(products.accounts).hasSize(1);
    }

    @Test
    void ratherAsksThanMakesASecondAccountInAChatwootThatCannotListThem() {
        var chatwoot = new Chatwoot(properties, http);
        products.listsAccounts = false;
        products.fail("POST /platform/api/v1/accounts", Fault.ANSWER_LOST);
        assertThat(failure(chatwoot, FIRST).retryable()).isTrue();

        assertThat(failure(chatwoot, AGAIN).retryable()).isFalse();

        assertThat(products.accounts).hasSize(1);
    }

    @Test
    void stopsReadingAListThatDoesNotEnd() {
        products.endless = true;

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

        assertThat(products.projects).hasSize(1);
        assertThat(products.n8nUsers).hasSize(1);
        assertThat(products.calls("POST /api/v1/projects/p1/users")
                        .getFirst()
                        .body()
                        .toString())
                .contains("\"userId\":\"u1\"", "\"role\":\"project:admin\"");
    }

    @Test
    void makesABotpressWorkspaceWithABotOnce() {
        var botpress = new Botpress(properties, http);
        products.fail("POST /v1/admin/bots", Fault.ANSWER_LOST);
        assertThat(failure(botpress, FIRST).retryable()).isTrue();

        assertThat(botpress.provision(AGAIN)).isEqualTo("workspaces-1");

        assertThat(products.workspaces).hasSize(1);
        assertThat(products.bots).hasSize(1);
        assertThat(products.calls("POST /v1/admin/bots").getFirst().headers().get("X-workspace-id"))
                .containsExactly("workspaces-1");
    }

    @Test
    void loadsAnOdooCompanyUnderItsExternalIdOnce() {
        var odoo = new Odoo(properties, http);
        products.fail("POST /json/2/res.company/load", Fault.ANSWER_LOST);
        assertThat(failure(odoo, FIRST).retryable()).isTrue();

        assertThat(odoo.provision(AGAIN)).isEqualTo("7");

        assertThat(products.companies).containsOnlyKeys("deskwire.tenant_0198f3a0_0000_7000_8000_000000000001");
        assertThat(products.odooUsers).hasSize(1);
        assertThat(products.calls("POST /json/2/res.users/create")
                        .getFirst()
                        .headers()
                        .get("X-odoo-database"))
                .containsExactly("prod");
    }

    @Test
    void tellsPassingFailuresFromRefusalsAndShowsNoKey() {
        var chatwoot = new Chatwoot(properties, http);
        products.fail("GET /platform", Fault.BROKEN, Fault.SILENT, Fault.FORBIDDEN);

        var broken = failure(chatwoot, FIRST);
        var silent = failure(chatwoot, FIRST);
        var forbidden = failure(chatwoot, FIRST);

        assertThat(broken.retryable()).isTrue();
        assertThat(broken).hasMessage("GET /platform/api/v1/accounts answered 500");
        assertThat(silent.retryable()).isTrue();
        assertThat(forbidden.retryable()).isFalse();
        var wrongKey = at(new Address(products.url(), "wrong", ""));
        assertThat(failure(new N8n(wrongKey, http), FIRST)).hasMessage("GET /api/v1/projects?limit=250 answered 401");
        assertThat(properties.toString()).doesNotContain(FakeProducts.KEY);
    }

    @Test
    void waitsLongerAfterEachFailureAndGivesUpInTheEnd() {
        assertThat(properties.delayAfter(1, 0.5)).isEqualTo(Duration.ofSeconds(5));
        assertThat(properties.delayAfter(2, 0.5)).isEqualTo(Duration.ofSeconds(8));
        assertThat(properties.delayAfter(3, 0.5)).isNull();
    }
}
