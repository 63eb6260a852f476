package io.deskwire.auth.oauth;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/// `DESKWIRE_SIGNUP=closed`.
@TestPropertySource(properties = "deskwire.auth.signup=closed")
class ClosedSignUpIT extends SignUpModeTest {
    @Test
    void letsNobodyNewIn() {
        tellsItsMode();
        refusesAll("closed");
    }

    @Test
    void keepsTheOperatorsDoorsAndKnownPeopleIn() {
        letsTheOperatorIn();
    }
}
