package io.deskwire.condition;

import io.deskwire.testsupport.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {
    @Test
    void keepsTheHouseRules() {
        HouseRules.check("io.deskwire.condition");
    }
}
