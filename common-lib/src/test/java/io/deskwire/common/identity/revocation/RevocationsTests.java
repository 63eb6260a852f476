package io.deskwire.common.identity.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Caller.Credential;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.json.WireJson;
import io.deskwire.contracts.access.TenantRole;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevocationsTests {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Revocations revocations = new Revocations(Duration.ofHours(1));
    private final UUID session = Uuid7.next();
    private final UUID subject = Uuid7.next();
    private final UUID tenant = Uuid7.next();

    private Caller caller(Instant issuedAt) {
        return new Caller(
                Caller.Kind.USER,
                new UserId(subject),
                new TenantId(tenant),
                TenantRole.AGENT,
                Set.of(),
                new Credential(new SessionId(session), issuedAt, issuedAt.plusSeconds(3600), null),
                false,
                "{}",
                null);
    }

    @Test
    void coversAMemberInThatTenantAlone() {
        revocations.add(Revocation.ofMember(new UserId(subject), new TenantId(Uuid7.next()), NOW));
        assertThat(revocations.cover(caller(NOW.minusSeconds(5)))).isFalse();

        revocations.add(Revocation.ofMember(new UserId(subject), new TenantId(tenant), NOW));

        assertThat(revocations.cover(caller(NOW.minusSeconds(5)))).isTrue();
        assertThat(revocations.cover(caller(NOW.plusSeconds(1)))).isFalse();
    }

    @Test
    void coversASessionWheneverItsTokenWasIssued() {
        revocations.add(new Revocation(Revocation.Kind.SESSION, session, NOW));

        assertThat(revocations.cover(caller(NOW.minusSeconds(5)))).isTrue();
        assertThat(revocations.cover(caller(NOW.plusSeconds(5)))).isTrue();
    }

    @Test
    void coversAUsersAndATenantsEarlierTokensOnly() {
        revocations.add(new Revocation(Revocation.Kind.USER, subject, NOW));
        assertThat(revocations.cover(caller(NOW))).isTrue();
        assertThat(revocations.cover(caller(NOW.plusSeconds(1)))).isFalse();

        revocations.add(new Revocation(Revocation.Kind.TENANT, tenant, NOW.plusSeconds(10)));
        assertThat(revocations.cover(caller(NOW.plusSeconds(10)))).isTrue();
        assertThat(revocations.cover(caller(NOW.plusSeconds(11)))).isFalse();
    }

    @Test
    void coversARotatedKeysEarlierTokensOnly() {
        revocations.add(new Revocation(Revocation.Kind.ROTATED_KEY, session, NOW));

        assertThat(revocations.cover(caller(NOW.minusSeconds(60)))).isTrue();
        assertThat(revocations.cover(caller(NOW.plusSeconds(1)))).isFalse();
    }

    @Test
    void countsFromItsCommitOn() {
        var read = NOW.plusMillis(4);
        revocations.add(Revocation.ofMember(new UserId(subject), new TenantId(tenant), NOW)
                .committedAt(NOW.plusMillis(9)));

        assertThat(revocations.cover(caller(read))).isTrue();
        assertThat(revocations.cover(caller(NOW.plusMillis(10)))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"ROTATED_KEY", "ROTATED_PASSWORD"})
    void ofARotationCountsFromItWheneverItIsTold(Revocation.Kind kind) {
        var id = kind == Revocation.Kind.ROTATED_KEY ? session : subject;
        revocations.add(new Revocation(kind, id, NOW).committedAt(NOW.plus(Duration.ofDays(1))));

        assertThat(revocations.cover(caller(NOW))).isTrue();
        assertThat(revocations.cover(caller(NOW.plusMillis(1)))).isFalse();
    }

    @Test
    void travelsAsJsonAndBack() {
        var json = WireJson.mapper();
        var revocation = new Revocation(Revocation.Kind.SESSION, session, NOW);

        assertThat(json.writeValueAsString(revocation)).contains("\"kind\":\"session\"");
        assertThat(json.readValue(json.writeValueAsString(revocation), Revocation.class))
                .isEqualTo(revocation);
    }
}
