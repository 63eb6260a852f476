package io.deskwire.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminListIT extends AdminFixture {
    private static final String TEN_THOUSAND = """
            INSERT INTO users (id, email, app_metadata, user_metadata, created_at, updated_at)
            SELECT gen_random_uuid(), :mark || '-' || n || '@many.example', '{"provider":"email","providers":["email"]}', '{}',
                   timestamptz '2020-01-01' + n * interval '1 minute', now()
              FROM generate_series(1, 10000) n
            """;
    private static final String THEIR_IDENTITIES = """
            INSERT INTO identities (id, user_id, provider, provider_id, identity_data, created_at, updated_at)
            SELECT gen_random_uuid(), id, 'email', id::text, jsonb_build_object('sub', id, 'email', email), created_at, updated_at
              FROM users WHERE email LIKE :mark || '-%'
            """;

    String mark;

    @BeforeEach
    void chooseAMark() {
        mark = "m" + UUID.randomUUID().toString().substring(0, 8);
    }

    private void three() {
        for (int n = 1; n <= 3; n++) {
            admin.post(
                            USERS,
                            Map.of(
                                    "email",
                                    "%s-%d@list.example".formatted(mark, n),
                                    "user_metadata",
                                    Map.of("full_name", "Percy 100%% %s".formatted(mark))))
                    .expect(200);
        }
    }

    /// As auth-js reads it: cut at `,`, `;` and the first `=`.
    private static Map<String, String> links(Api.Answer answer) {
        var links = new java.util.HashMap<String, String>();
        for (var link : String.valueOf(answer.header("Link")).split(",")) {
            var parts = link.split(";");
            links.put(
                    parts[1].split("=")[1].replace("\"", ""),
                    parts[0].split("=")[1].split("&")[0]);
        }
        return links;
    }

    private static List<String> emails(Api.Answer answer) {
        var emails = new ArrayList<String>();
        answer.json().get("users").forEach(user -> emails.add(user.get("email").asString()));
        return emails;
    }

    @Test
    void listsTenThousandFast() {
        system.run("test", () -> {
            jdbc.sql(TEN_THOUSAND).param("mark", mark).update();
            jdbc.sql(THEIR_IDENTITIES).param("mark", mark).update();
        });
        admin.get(USERS).expect(200);

        for (var query : List.of("page=1&per_page=1000", "page=10&per_page=1000", "page=200", "filter=" + mark)) {
            var start = System.nanoTime();
            var answer = admin.get(USERS + "?" + query).expect(200);
            var taken = Duration.ofNanos(System.nanoTime() - start);

            assertThat(taken).as(query).isLessThan(Duration.ofSeconds(15));
            assertThat(Integer.parseInt(String.valueOf(answer.header("X-Total-Count"))))
                    .isGreaterThanOrEqualTo(10_000);
            assertThat(answer.json().at("/users/0/identities")).isNotEmpty();
        }
        var first = admin.get(USERS + "?per_page=1000&filter=" + mark).expect(200);
        assertThat(first.json().get("users")).hasSize(1000);
        assertThat(links(first)).isEqualTo(Map.of("next", "2", "last", "10"));
        var last = admin.get(USERS + "?page=10&per_page=1000&filter=" + mark).expect(200);
        assertThat(last.json().get("users")).hasSize(1000);
        assertThat(links(last)).isEqualTo(Map.of("last", "10"));
        assertThat(emails(last)).last().isEqualTo(mark + "-1@many.example");
    }

    @Test
    void pagesNewestFirstOrAsAsked() {
        three();

        var first = admin.get(USERS + "?page=1&per_page=2&filter=" + mark).expect(200);
        assertThat(emails(first)).containsExactly(mark + "-3@list.example", mark + "-2@list.example");
        assertThat(first.text("/aud")).isEqualTo("authenticated");
        assertThat(first.header("X-Total-Count")).isEqualTo("3");
        assertThat(links(first)).isEqualTo(Map.of("next", "2", "last", "2"));
        var second = admin.get(USERS + "?page=2&per_page=2&filter=" + mark).expect(200);
        assertThat(emails(second)).containsExactly(mark + "-1@list.example");
        assertThat(emails(admin.get(USERS + "?sort=created_at%20asc&filter=" + mark)
                        .expect(200)))
                .first()
                .isEqualTo(mark + "-1@list.example");
        assertThat(emails(admin.get(USERS + "?page=9&filter=" + mark).expect(200)))
                .isEmpty();
    }

    @Test
    void takesTheEmptyTextsThatTheClientSends() {
        assertThat(admin.get(USERS + "?page=&per_page=").expect(200).json().get("users"))
                .hasSizeLessThanOrEqualTo(50);
    }

    @Test
    void findsByNameAndTakesWildcardsForWhatTheyAre() {
        three();

        assertThat(emails(admin.get(USERS + "?filter=percy%20100%25%20" + mark).expect(200)))
                .hasSize(3);
        assertThat(emails(admin.get(USERS + "?filter=" + mark.substring(0, 4) + "%25" + mark.substring(5))
                        .expect(200)))
                .isEmpty();
    }

    @Test
    void answersTheLargestPageWhereALargerOneIsAskedFor() {
        for (var perPage : List.of("1001", "999999999")) {
            var answer = admin.get(USERS + "?filter=" + mark + "&per_page=" + perPage)
                    .expect(200);

            assertThat(answer.header("Link")).contains("per_page=1000&");
        }
    }

    @Test
    void answersAnEmptyList() {
        var none = admin.get(USERS + "?filter=nobody-is-called-" + mark + ",%3B%3D")
                .expect(200);

        assertThat(none.json().get("users")).isEmpty();
        assertThat(none.header("X-Total-Count")).isEqualTo("0");
        assertThat(links(none)).isEqualTo(Map.of("last", "0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=0",
                "page=-1",
                "page=x",
                "page=1.5",
                "page=99999999999999999999",
                "per_page=0",
                "per_page=ten",
                "sort=email",
                "sort=created_at%20sideways",
                "sort=created_at%3B%20DROP%20TABLE%20users"
            })
    void refusesBadPagesAndOrders(String query) {
        var answer = admin.get(USERS + "?" + query).expect(400);

        assertThat(answer.text("/code")).isEqualTo("validation_failed");
        assertThat(answer.text("/message")).startsWith("Bad ");
    }
}
