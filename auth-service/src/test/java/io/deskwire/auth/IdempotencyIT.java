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

    private int count(Api api) {
        return api.get(PATH + "?limit=200").expect(200).json().get("data").size();
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

    @Test
    void refusesAKeyThatIsTooLong() {
        admin.with("Idempotency-Key", "k".repeat(256)).post(PATH, BODY).problem(400, "malformed");
        admin.with("Idempotency-Key", UUID.randomUUID().toString())
                .post(PATH, "{\"name\":\"" + "x".repeat(1_100_000) + "\"}")
                .problem(413, "too-large");
    }
}
