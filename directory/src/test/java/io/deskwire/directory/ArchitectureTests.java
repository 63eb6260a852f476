package io.deskwire.directory;

import io.deskwire.testsupport.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {
    @Test
    void keepsTheHouseRules() {
        HouseRules.check("io.deskwire.directory");
    }
}
