package io.deskwire.auth.oauth;

import static io.deskwire.auth.oauth.ProviderTripIT.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.People;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserEdit;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Which account an identity belongs to, and who must not get into one.
class AccountLinkingIT extends ProviderTest {
    @Autowired
    UserService users;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Test
    void bringsAKnownIdentityBackToItsAccount() {
        var visitor = Visitor.named("returning");
        var first = user(signIn(visitor));

        var second = user(signIn(visitor.saying(Map.of("email", "moved@example.com", "name", "New Name"))));

        assertThat(second.get("id")).isEqualTo(first.get("id"));
        assertThat(second.get("email")).isEqualTo(first.get("email"));
        assertThat(second.at("/user_metadata/full_name").asString()).isEqualTo("New Name");
        assertThat(second.get("identities")).hasSize(1);
    }

    @Test
    void linksAVerifiedAddressToItsConfirmedAccount() {
        var person = people.signUp("linked");
        var visitor = Visitor.named("linked").saying(Map.of("email", person.email()));

        var user = user(signIn(visitor));

        assertThat(user.get("email").asString()).isEqualTo(person.email());
        assertThat(user.get("identities")).hasSize(2);
        assertThat(user.at("/app_metadata/providers"))
                .extracting(JsonNode::asString)
                .contains("email", "google");
        api.as(person.accessToken()).get("/auth/v1/user").expect(200);
        api.post("/auth/v1/token?grant_type=password", Map.of("email", person.email(), "password", People.PASSWORD))
                .expect(200);
    }

    @Test
    void believesNoAddressThatTheProviderDidNotVerify() {
        var person = people.signUp("unverified");
        var visitor = Visitor.named("unverified").saying(Map.of("email", person.email(), "email_verified", false));

        var landing = back(answer(visitor, ""));

        assertError(landing, "access_denied", "provider_email_needs_verification");
        assertThat(api.as(person.accessToken())
                        .get("/auth/v1/user")
                        .expect(200)
                        .json()
                        .get("identities"))
                .hasSize(1);
        var unknown = Visitor.named("nobody").saying(Map.of("email_verified", "false"));
        assertError(back(answer(unknown, "")), "access_denied", "provider_email_needs_verification");
    }

    /// Somebody registers another's address and waits for its owner to come by Google.
    @Test
    void leavesAPreHijackerNoWayIn() {
        var person = people.signUp("pre-hijack");
        var id = userId(person.email());
        system.run(
                "test",
                () -> users.save(users.find(id)
                        .orElseThrow()
                        .edit()
                        .at(Milestone.EMAIL_CONFIRMED, null)
                        .userMetadata(Map.of("planted", "by the stranger"))
                        .done()));

        var user = user(signIn(Visitor.named("owner").saying(Map.of("email", person.email()))));

        assertThat(user.get("id").asString()).isEqualTo(id.toString());
        assertThat(user.get("identities")).hasSize(1);
        assertThat(user.at("/identities/0/provider").asString()).isEqualTo("google");
        assertThat(user.at("/app_metadata/provider").asString()).isEqualTo("google");
        assertThat(user.get("user_metadata").has("planted")).isFalse();
        assertThat(user.get("email_confirmed_at").asString()).isNotEmpty();
        assertThat(api.post(
                                "/auth/v1/token?grant_type=password",
                                Map.of("email", person.email(), "password", People.PASSWORD))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("invalid_credentials");
        api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", person.refreshToken()))
                .expect(400);
        api.as(person.accessToken()).get("/auth/v1/user").expect(403);
    }

    @Test
    void letsNobodyInWhoIsBanned() {
        var visitor = Visitor.named("banned");
        signIn(visitor);
        var id = userId(visitor.email());
        system.run(
                "test",
                () -> users.save(users.find(id)
                        .orElseThrow()
                        .edit()
                        .bannedUntil(clock.instant().plus(Duration.ofHours(1)))
                        .done()));

        assertError(back(answer(visitor, "")), "access_denied", "user_banned");
    }

    @Test
    void neverSignsInAServiceUser() {
        var founder = people.founder("services");
        var email = api.as(founder.accessToken())
                .post("/api/v1/service-users", Map.of("name", "robot", "permissions", new String[] {"tickets.read"}))
                .expect(201)
                .text("/credentials/email");

        var landing = back(answer(Visitor.named("robot").saying(Map.of("email", email)), ""));

        assertThat(query(landing)).containsEntry("error_code", "email_exists");
    }

    @Test
    void makesOneAccountOfManyAnswersAtOnce() throws Exception {
        var visitor = Visitor.named("race");
        var answers = IntStream.range(0, 8).mapToObj(_ -> answer(visitor, "")).toList();

        var ids = new HashSet<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var users = threads.invokeAll(answers.stream()
                    .map(answer ->
                            (Callable<String>) () -> user(values(back(answer).getRawFragment()))
                                    .get("id")
                                    .asString())
                    .toList());
            for (var user : users) {
                ids.add(user.get());
            }
        }

        assertThat(ids).hasSize(1);
    }

    @Test
    void takesNoBanBackThatCameWhileSomebodySignsIn() {
        var visitor = Visitor.named("banned-meanwhile");
        signIn(visitor);
        var until = clock.instant().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);

        var landing = whileChanging(
                userId(visitor.email()), edit -> edit.bannedUntil(until), () -> back(answer(visitor, "")));

        assertError(landing, "access_denied", "user_banned");
        assertThat(found(visitor.email()).bannedUntil()).isEqualTo(until);
    }

    @Test
    void takesNoPasswordBackThatChangedWhileSomebodySignsIn() {
        var person = people.signUp("changes-password");
        var visitor = Visitor.named("returns-meanwhile").saying(Map.of("email", person.email()));
        signIn(visitor);

        var landing = whileChanging(
                userId(person.email()), edit -> edit.passwordHash("another"), () -> back(answer(visitor, "")));

        assertThat(values(landing.getRawFragment())).containsKey("access_token");
        assertThat(found(person.email()).passwordHash()).isEqualTo("another");
    }

    @Test
    void takesNoPasswordBackThatChangedWhileAnIdentityIsUnlinked() {
        var person = people.signUp("unlinks");
        var linked = user(signIn(Visitor.named("unlinked").saying(Map.of("email", person.email()))));
        var google = linked.at("/identities/1/identity_id").asString();

        whileChanging(
                userId(person.email()),
                edit -> edit.passwordHash("another"),
                () -> api.as(person.accessToken())
                        .delete("/auth/v1/user/identities/" + google)
                        .expect(200));

        assertThat(found(person.email()).passwordHash()).isEqualTo("another");
        assertThat(found(person.email()).identities()).hasSize(1);
    }

    /// The change is made, and committed only once the work waits for it.
    private <T> T whileChanging(UserId user, UnaryOperator<UserEdit> change, Callable<T> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return system.call("test", () -> {
                        users.save(change.apply(
                                        users.findForUpdate(user).orElseThrow().edit())
                                .done());
                        var here = jdbc.sql("SELECT pg_backend_pid()")
                                .query(Integer.class)
                                .single();
                        var result = threads.submit(work);
                        await().until(() -> result.isDone() || waitsFor(here));
                        assertThat(result).isNotDone();
                        return result;
                    })
                    .get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }

    private boolean waitsFor(int backend) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE :backend = ANY (pg_blocking_pids(pid)))")
                .param("backend", backend)
                .query(Boolean.class)
                .single();
    }

    @Test
    void linksAnIdentityToWhoeverIsSignedInAndUnlinksIt() {
        var person = people.signUp("links");
        var visitor = Visitor.named("linked-by-hand");

        var landing = back(atProvider(visitor, linkDeparture(person.accessToken())));
        var linked = user(values(landing.getRawFragment()));

        assertThat(linked.get("email").asString()).isEqualTo(person.email());
        assertThat(linked.get("identities")).hasSize(2);
        var google = linked.at("/identities/1/identity_id").asString();
        var me = api.as(person.accessToken());
        me.delete("/auth/v1/user/identities/" + google).expect(200);
        assertThat(me.get("/auth/v1/user").expect(200).json().get("identities")).hasSize(1);
        assertThat(me.delete("/auth/v1/user/identities/" + google).expect(422).text("/code"))
                .isEqualTo("single_identity_not_deletable");
        assertThat(me.delete("/auth/v1/user/identities/x").expect(404).text("/code"))
                .isEqualTo("validation_failed");
    }

    @Test
    void linksNoIdentityTwice() {
        var visitor = Visitor.named("taken");
        signIn(visitor);
        var person = people.signUp("wants-it-too");

        var landing = back(atProvider(visitor, linkDeparture(person.accessToken())));

        assertThat(query(landing))
                .containsEntry("error_code", "identity_already_exists")
                .containsEntry("error_description", "Identity is already linked to another user");
    }

    @Test
    void unlinksThePasswordWithTheAddressItBelongsTo() {
        var person = people.signUp("unlinks-email");
        var linked = user(signIn(Visitor.named("stays").saying(Map.of("email", person.email()))));
        var me = api.as(person.accessToken());

        assertThat(me.delete("/auth/v1/user/identities/" + UUID.randomUUID())
                        .expect(422)
                        .text("/code"))
                .isEqualTo("identity_not_found");
        me.delete("/auth/v1/user/identities/"
                        + linked.at("/identities/0/identity_id").asString())
                .expect(200);

        assertThat(me.get("/auth/v1/user").expect(200).text("/identities/0/provider"))
                .isEqualTo("google");
        api.post("/auth/v1/token?grant_type=password", Map.of("email", person.email(), "password", People.PASSWORD))
                .expect(400);
    }

    @Test
    void asksForABearerBeforeLinking() {
        assertThat(api.get("/auth/v1/user/identities/authorize?provider=google")
                        .expect(401)
                        .text("/code"))
                .isEqualTo("no_authorization");
    }

    private URI linkDeparture(String token) {
        var answer = api.as(token)
                .get("/auth/v1/user/identities/authorize?provider=google&skip_http_redirect=true&redirect_to=" + HOME)
                .expect(200);
        return URI.create(answer.text("/url"));
    }

    private JsonNode user(Map<String, String> landed) {
        assertThat(landed).containsKey("access_token");
        return Api.at(api.baseUrl())
                .as(landed.get("access_token"))
                .get("/auth/v1/user")
                .expect(200)
                .json();
    }

    private UserId userId(String email) {
        return found(email).id();
    }

    private User found(String email) {
        return system.call("test", () -> users.findByEmail(email).orElseThrow());
    }
}
