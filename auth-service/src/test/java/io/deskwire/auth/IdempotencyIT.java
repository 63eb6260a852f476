package io.deskwire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The idempotency of every write, shown on one: service users.
@AuthServiceTest
class IdempotencyIT {
    private static final String PATH = "/api/v1/service-users";
    private static final Map<String, Object> BODY = Map.of("name", "robot", "permissions", List.of("tickets.read"));

    @Autowired
    People people;

    Api admin;

    @BeforeEach
    void connect() {
        admin = people.api().as(people.founder("idem").accessToken());
    }

    private static int count(Api api) {
        return count(api, PATH);
    }

    private static int count(Api api, String path) {
        return api.get(path + "?limit=200").expect(200).json().get("data").size();
    }

    @Test
    void performsAWriteOnceHoweverOftenItIsSentAtOnce() {
        var before = count(admin);
        var api = admin.with("Idempotency-Key", "race");
        var statuses = ConcurrentHashMap.<Integer>newKeySet();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 30)
                    .forEach(_ -> threads.submit(
                            () -> statuses.add(api.post(PATH, BODY).status())));
        }

        assertThat(statuses).isSubsetOf(201, 409).contains(201);
        assertThat(count(admin)).isEqualTo(before + 1);
        assertThat(api.post(PATH, BODY).expect(201).header("Idempotency-Replayed"))
                .isEqualTo("true");
    }

    @Test
    void replaysTheGeneratedPasswordToo() {
        var api = admin.with("Idempotency-Key", "secret");

        var first = api.post(PATH, BODY).expect(201).text("/credentials/password");

        assertThat(api.post(PATH, BODY).expect(201).text("/credentials/password"))
                .isEqualTo(first);
    }

    @Test
    void storesNoRefusalSoThatItMayBeTriedAgain() {
        var api = admin.with("Idempotency-Key", "again");

        api.post(PATH, Map.of("name", "", "permissions", List.of())).problem(400, "malformed");

        assertThat(api.post(PATH, BODY).expect(201).header("Idempotency-Replayed"))
                .isNull();
    }

    @Test
    void keepsCallersAndTenantsApart() {
        var other = people.api().as(people.founder("other").accessToken());

        var mine = admin.with("Idempotency-Key", "same").post(PATH, BODY).expect(201);
        var theirs = other.with("Idempotency-Key", "same").post(PATH, BODY).expect(201);

        assertThat(theirs.header("Idempotency-Replayed")).isNull();
        assertThat(theirs.text("/service_user/id")).isNotEqualTo(mine.text("/service_user/id"));
    }

    /// What an answer shows once is not for who lost what it took to get it.
    @Test
    void showsAnAnswerToNobodyWhoMayDoLessThanThen() {
        var founder = people.founder("demoted");
        var owner = people.api().as(founder.accessToken());
        var serviceUser = owner.post(PATH, BODY).expect(201).text("/service_user/id");
        var deputy = people.member(founder, "deputy", "admin");
        var member = "/api/v1/members/" + People.subject(deputy.accessToken());
        var key = Map.of("service_user_id", serviceUser, "name", "mine");
        var secret = people.api()
                .as(deputy.accessToken())
                .with("Idempotency-Key", "show me")
                .post("/api/v1/api-keys", key)
                .expect(201)
                .text("/api_key/key");
        var keys = count(owner, "/api/v1/api-keys");

        for (var role : List.of("agent", "va", "client")) {
            owner.patch(member, Map.of("role", role)).expect(200);
            deputy = people.refresh(deputy.refreshToken());

            var refused = people.api()
                    .as(deputy.accessToken())
                    .with("Idempotency-Key", "show me")
                    .post("/api/v1/api-keys", key);

            refused.problem(403, "idempotency-forbidden");
            assertThat(refused.response().body()).doesNotContain(secret);
        }
        assertThat(count(owner, "/api/v1/api-keys")).isEqualTo(keys);
        owner.patch(member, Map.of("role", "admin")).expect(200);
        assertThat(people.api()
                        .as(people.refresh(deputy.refreshToken()).accessToken())
                        .with("Idempotency-Key", "show me")
                        .post("/api/v1/api-keys", key)
                        .expect(201)
                        .text("/api_key/key"))
                .isEqualTo(secret);
    }

    /// Colleagues with the same key have nothing to do with each other.
    @Test
    void keepsColleaguesApart() {
        var founder = people.founder("colleagues");
        var body = Map.of("name", "robot", "permissions", List.of("tickets.read"));
        var mine = people.api()
                .as(founder.accessToken())
                .with("Idempotency-Key", "same")
                .post(PATH, body)
                .expect(201);

        var theirs = people.api()
                .as(people.member(founder, "colleague", "admin").accessToken())
                .with("Idempotency-Key", "same")
                .post(PATH, body)
                .expect(201);

        assertThat(theirs.header("Idempotency-Replayed")).isNull();
        assertThat(theirs.text("/credentials/password")).isNotEqualTo(mine.text("/credentials/password"));
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        admin.with("Idempotency-Key", "k".repeat(256)).post(PATH, BODY).problem(400, "malformed");
        admin.with("Idempotency-Key", UUID.randomUUID().toString())
                .post(PATH, "{\"name\":\"" + "x".repeat(1_100_000) + "\"}")
                .problem(413, "too-large");
    }
}
