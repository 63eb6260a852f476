package io.deskwire.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.People;
import io.deskwire.auth.People.Founder;
import io.deskwire.testsupport.Api;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/// `DESKWIRE_SIGNUP=invite_only`: an open invite of any tenant lets its address in, by whatever way.
@TestPropertySource(properties = "deskwire.auth.signup=invite_only")
class InviteOnlySignUpIT extends SignUpModeTest {
    /// Nobody founds a tenant from outside here, so the operator makes its founder.
    private Founder founder() {
        var email = newcomer();
        people.adminClient()
                .post(
                        "/auth/v1/admin/users",
                        Map.of("email", email, "password", People.PASSWORD, "email_confirm", true))
                .expect(200);
        var session = api.post("/auth/v1/token?grant_type=password", credentials(email))
                .expect(200);
        var made = api.as(session.text("/access_token"))
                .post("/api/v1/tenants", Map.of("name", "Acme", "slug", "acme-" + UUID.randomUUID()))
                .expect(201);
        return new Founder(
                email,
                people.refresh(session.text("/refresh_token")).accessToken(),
                made.text("/tenant/id"),
                made.text("/api_key/key"));
    }

    private static String invite(Api admin, String email) {
        return admin.post("/api/v1/invites", Map.of("email", email, "role", "agent"))
                .expect(201)
                .text("/id");
    }

    @Test
    void letsNobodyInWhoIsNotInvited() {
        tellsItsMode();
        refusesAll("not invited");
    }

    @Test
    void letsInvitedAddressesInByEveryWay() {
        var admin = api.as(founder().accessToken());
        ways().forEach((name, way) -> {
            var email = newcomer();
            invite(admin, email.toUpperCase(Locale.ROOT));
            way.admits().accept(email);
            assertThat(known(email)).as(name).isTrue();
        });
    }

    @Test
    void makesTheInvitedAMember() {
        var founder = founder();
        var email = newcomer();
        invite(api.as(founder.accessToken()), email);
        var session = api.post("/auth/v1/signup", credentials(email)).expect(200);

        var joined = api.as(session.text("/access_token"))
                .post("/auth/bootstrap", Map.of())
                .expect(200);

        assertThat(joined.text("/membership/tenant_id")).isEqualTo(founder.tenantId());
    }

    @Test
    void closesWithTheInvite() {
        var admin = api.as(founder().accessToken());
        ways().forEach((name, way) -> {
            var email = newcomer();
            admin.delete("/api/v1/invites/" + invite(admin, email)).expect(204);
            way.refuses().accept(email);
            assertThat(known(email)).as(name).isFalse();
        });
    }

    @Test
    void keepsTheOperatorsDoorsAndKnownPeopleIn() {
        letsTheOperatorIn();
    }
}
