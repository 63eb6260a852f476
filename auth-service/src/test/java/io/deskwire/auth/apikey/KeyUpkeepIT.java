package io.deskwire.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.serviceuser.ServiceUserProperties;
import io.deskwire.common.identity.ApiKeyFormat;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.JsonShape;
import io.deskwire.testsupport.MutableClock;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@AuthServiceTest
class KeyUpkeepIT {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    KeyUpkeepRepository repository;

    @Autowired
    ApiKeyService keys;

    @Autowired
    KeyEvents events;

    @Autowired
    ServiceUserProperties properties;

    @Autowired
    Clock clock;

    @Autowired
    People people;

    People.Founder founder;
    Api admin;
    String serviceUser;

    @BeforeEach
    void found() {
        founder = people.founder("upkeep");
        admin = people.api().as(founder.accessToken());
        serviceUser = admin.get("/api/v1/service-users").text("/data/0/id");
    }

    private String key(String name, Instant expires) {
        return admin.post(
                        "/api/v1/api-keys",
                        Map.of("service_user_id", serviceUser, "name", name, "expires_at", expires.toString()))
                .expect(201)
                .text("/api_key/id");
    }

    private List<String> events(String key, String type) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT data FROM outbox WHERE subject = :key AND type = :type ORDER BY id")
                        .param("key", key)
                        .param("type", type)
                        .query(String.class)
                        .list());
    }

    private KeyUpkeep at(Clock time) {
        return new KeyUpkeep(repository, keys, events, properties, system, time);
    }

    @Test
    void warnsThirtySevenAndOneDayBeforeTheEndOnceEach() {
        var now = clock.instant();
        var lasting = key("long", now.plus(Duration.ofDays(90)));
        var brief = key("short", now.plus(Duration.ofDays(10)));
        var time = MutableClock.at(now);
        var upkeep = at(time);

        upkeep.warn();
        assertThat(events(lasting, "api_key.expiring")).isEmpty();
        assertThat(events(brief, "api_key.expiring"))
                .as("made with less than 30 days to live")
                .isEmpty();
        time.advance(Duration.ofDays(4));
        upkeep.warn();
        upkeep.warn();
        assertThat(events(brief, "api_key.expiring")).hasSize(1);
        time.set(now.plus(Duration.ofDays(61)));
        upkeep.warn();
        upkeep.warn();
        assertThat(events(lasting, "api_key.expiring")).hasSize(1);
        time.set(now.plus(Duration.ofDays(84)));
        upkeep.warn();
        time.set(now.plus(Duration.ofDays(89)).plusSeconds(60));
        upkeep.warn();
        time.set(now.plus(Duration.ofDays(91)));
        upkeep.warn();

        assertThat(events(lasting, "api_key.expiring")).hasSize(3);
        assertThat(mails("key_expiring")).contains("\"days\": \"29\"", "\"days\": \"6\"", "\"days\": \"1\"");
    }

    @Test
    void warnsInTheShapeOfTheSample() {
        var now = clock.instant();
        var key = key("sample", now.plus(Duration.ofDays(40)));

        at(MutableClock.at(now.plus(Duration.ofDays(20)))).warn();

        var json = JsonMapper.shared();
        var sample = json.readTree(GoldenSamples.read("api_key.expiring.json")).get("data");
        assertThat(JsonShape.differences(
                        sample, json.readTree(events(key, "api_key.expiring").getFirst())))
                .isEmpty();
    }

    private String mails(String kind) {
        return system.call(
                "test",
                () -> String.join(
                        "\n",
                        jdbc.sql("SELECT values::text FROM mails WHERE kind = :kind AND recipient = :to ORDER BY id")
                                .param("kind", kind)
                                .param("to", founder.email())
                                .query(String.class)
                                .list()));
    }

    @Test
    void warnsOfNoRevokedKey() {
        var now = clock.instant();
        var key = key("revoked", now.plus(Duration.ofDays(40)));
        admin.delete("/api/v1/api-keys/" + key).expect(204);

        at(MutableClock.at(now.plus(Duration.ofDays(20)))).warn();

        assertThat(events(key, "api_key.expiring")).isEmpty();
    }

    @Test
    void reportsUnusedAndExpiringKeysAndFiltersByStatus() {
        var now = clock.instant();
        var soon = key("soon", now.plus(Duration.ofDays(2)));
        var gone = key("gone", now.plus(Duration.ofDays(200)));
        admin.delete("/api/v1/api-keys/" + gone).expect(204);
        var list = "/api/v1/api-keys?";

        assertThat(ids(list + "unused_since=" + now.plusSeconds(60)))
                .contains(soon)
                .doesNotContain(gone);
        assertThat(ids(list + "unused_since=" + now.minusSeconds(3600))).isEmpty();
        assertThat(ids(list + "status=revoked")).containsExactly(gone);
        assertThat(ids(list + "status=expired")).isEmpty();
        assertThat(ids(list + "expiring_before=" + now.plus(Duration.ofDays(3))))
                .containsExactly(soon);
        assertThat(ids(list + "service_user_id=" + serviceUser)).hasSize(3);
        assertThat(ids(list + "service_user_id=" + UUID.randomUUID())).isEmpty();
        for (var bad : List.of("status=lost", "unused_since=yesterday", "expiring_before=1", "service_user_id=x")) {
            admin.get(list + bad).problem(400, "malformed");
        }
    }

    private List<String> ids(String path) {
        return admin.get(path).expect(200).json().get("data").findValuesAsString("id");
    }

    @Test
    void revokesWhatNobodyUsedForAVeryLongTime() {
        var key = admin.get("/api/v1/api-keys").text("/data/0/id");

        revokeUnused(clock.instant().plus(Duration.ofDays(179)));
        assertThat(admin.get("/api/v1/api-keys/" + key).text("/status")).isEqualTo("active");
        for (int i = 0; i < 50 && events(key, "api_key.revoked").isEmpty(); i++) {
            revokeUnused(clock.instant().plus(Duration.ofDays(181)));
        }

        assertThat(events(key, "api_key.revoked")).hasSize(1);
        assertThat(admin.get("/api/v1/api-keys/" + key).text("/status")).isEqualTo("revoked");
    }

    private void revokeUnused(Instant now) {
        var upkeep = at(clock);
        system.run("test", () -> upkeep.unused(now.minus(upkeep.unusedLimit()), now));
    }

    @Test
    void revokesALeakedKeyWhoeverReportsIt() {
        var path = "/api/v1/api-keys/" + admin.get("/api/v1/api-keys").text("/data/0/id");
        var leaks = "/api/v1/api-keys/leaks";

        var answer = people.api().post(leaks, Map.of("key", founder.apiKey())).expect(202);
        var wrong = founder.apiKey().substring(0, 25)
                + people.founder("other").apiKey().substring(25);

        for (var text : List.of(founder.apiKey(), wrong, "nonsense")) {
            assertThat(people.api()
                            .post(leaks, Map.of("key", text))
                            .expect(202)
                            .response()
                            .body())
                    .isEqualTo(answer.response().body());
        }
        assertThat(admin.get(path).text("/status")).isEqualTo("revoked");
        people.api().as(founder.apiKey()).post("/token", Map.of()).problem(401, "unauthenticated");
        assertThat(mails("key_leaked")).contains("upkeep").doesNotContain(founder.apiKey());
        people.api().post(leaks, Map.of()).problem(400, "malformed");
        people.api().get(leaks).problem(400, "malformed");
    }

    @Test
    void leavesOtherKeysAloneWhenAForgedOneIsReported() {
        var other = people.founder("alone");
        var publicId = ApiKeyFormat.publicId(other.apiKey()).orElseThrow();
        var forged = ApiKeyFormat.generate(publicId, new SecureRandom()).key();

        people.api().post("/api/v1/api-keys/leaks", Map.of("key", forged)).expect(202);

        people.api().as(other.apiKey()).post("/token", Map.of()).expect(200);
        people.api().as(founder.apiKey()).post("/token", Map.of()).expect(200);
    }
}
