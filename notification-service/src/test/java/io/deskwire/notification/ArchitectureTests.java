package io.deskwire.notification;

import io.deskwire.testsupport.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {
    private static final String ROOT = "io.deskwire.notification";

    @Test
    void keepsTheHouseRules() {
        HouseRules.check(ROOT);
    }

    @Test
    void liveConnectionsNeedNothingOfTheRest() {
        HouseRules.standAlone(ROOT, "tail", "feed", "realtime");
    }
}
