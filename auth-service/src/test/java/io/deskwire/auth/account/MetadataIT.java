package io.deskwire.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Metadata goes into every token, and tokens into headers, which servers limit.
@AuthServiceTest
class MetadataIT {
    private static final int MAX = 8 * 1024;

    @Autowired
    People people;

    People.Founder founder;
    String id;

    @BeforeEach
    void found() {
        founder = people.founder("metadata");
        id = People.subject(founder.accessToken());
    }

    private Api signedIn() {
        return people.signedIn(founder.email());
    }

    /// What makes it as large as it may be.
    private static Map<String, Object> filling(JsonNode metadata) {
        var bytes = JsonMapper.shared().writeValueAsBytes(metadata).length;
        return Map.of("x", "a".repeat(MAX - bytes - ",\"x\":\"\"".length()));
    }

    @Test
    void aTokenOfTheLargestMetadataIsAccepted() {
        var user = signedIn();
        var present = user.get("/auth/v1/user").expect(200).json();

        user.put("/auth/v1/user", Map.of("data", filling(present.get("user_metadata"))))
                .expect(200);
        people.adminClient()
                .put("/auth/v1/admin/users/" + id, Map.of("app_metadata", filling(present.get("app_metadata"))))
                .expect(200);

        var again = signedIn();
        assertThat(again.token()).hasSizeBetween(20_000, 26_000);
        // What the gateway adds and browsers send
        var gone = again.with("X-Filler", "f".repeat(5_000));
        assertThat(gone.get("/auth/v1/user").expect(200).text("/id")).isEqualTo(id);
        gone.get("/api/v1/tenants").expect(200);
    }

    @Test
    void refusesWhatGrowsBeyondItByAndBy() {
        var user = signedIn();
        var half = "h".repeat(MAX / 2);
        user.put("/auth/v1/user", Map.of("data", Map.of("one", half))).expect(200);

        var refused =
                user.put("/auth/v1/user", Map.of("data", Map.of("two", half))).expect(400);

        assertThat(refused.text("/code")).isEqualTo("validation_failed");
        assertThat(refused.text("/message")).contains("user_metadata cannot be larger than 8192 bytes");
        people.adminClient()
                .put("/auth/v1/admin/users/" + id, Map.of("app_metadata", Map.of("big", half, "bigger", half)))
                .expect(400);
        user.put("/auth/v1/user", Map.of("data", Map.of("one", Arrays.asList(1, 2))))
                .expect(200);
    }
}
