package io.deskwire.automation.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.automation.pairing.PairingRequest.Applicant;
import io.deskwire.automation.pairing.PairingRequest.Proof;
import io.deskwire.automation.pairing.PairingRequest.Status;
import io.deskwire.automation.pairing.PairingRequest.Verdict;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PairingRequestTests {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Actor ADMIN = Actor.user(new UserId(Uuid7.next()));

    @Test
    void isRejectedAtTheFifthWrongCode() {
        var request = pending();
        for (int tries = 1; tries <= 5; tries++) {
            var wrong = (Verdict.Wrong) request.judge(false, ADMIN, 5, NOW);
            assertThat(wrong.left()).isEqualTo(5 - tries);
            request = wrong.after();
        }
        assertThat(request.status()).isEqualTo(Status.REJECTED);
        assertThat(request.version()).as("counting alone is no new version").isEqualTo(2);
        assertThat(request.judge(true, ADMIN, 5, NOW)).isEqualTo(new Verdict.Over(Status.REJECTED));
    }

    @Test
    void isOverWhenItsTimeIsEvenIfNobodyHasWrittenItDown() {
        assertThat(pending().judge(true, ADMIN, 5, NOW.plusSeconds(600))).isEqualTo(new Verdict.Over(Status.EXPIRED));
        assertThat(pending().judge(true, ADMIN, 5, NOW.plusSeconds(599))).isInstanceOf(Verdict.Right.class);
    }

    @Test
    void givesTheSameAgentToARepeatedApproval() {
        var agent = new UserId(Uuid7.next());
        var approved = pending().approved(agent, ADMIN, NOW);
        assertThat(approved.judge(true, ADMIN, 5, NOW)).isEqualTo(new Verdict.Already(agent));
        assertThat(approved.judge(false, ADMIN, 5, NOW)).isEqualTo(new Verdict.Over(Status.APPROVED));
    }

    @Test
    void takesACodeAsPeopleTypeIt() {
        var id = new PairingId(Uuid7.next());
        var given = PairingCode.random(new SecureRandom());
        assertThat(given.code()).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        var typed = " " + given.code().toLowerCase(java.util.Locale.ROOT).replace("-", " ");
        assertThat(PairingCode.hashOfCode(id, typed)).isEqualTo(PairingCode.hashOfCode(id, given.code()));
        assertThat(PairingCode.hashOfCode(new PairingId(Uuid7.next()), given.code()))
                .isNotEqualTo(PairingCode.hashOfCode(id, given.code()));
    }

    private static PairingRequest pending() {
        return PairingRequest.opened(
                new PairingId(Uuid7.next()),
                new TenantId(Uuid7.next()),
                new Applicant("AMAZON_AGENT", "device", null, "127.0.0.1"),
                new Proof(new byte[32], new byte[32], 0, false),
                NOW.plusSeconds(600),
                NOW);
    }
}
