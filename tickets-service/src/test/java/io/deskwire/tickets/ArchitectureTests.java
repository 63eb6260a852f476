package io.deskwire.tickets;

import io.deskwire.testsupport.HouseRules;
import io.deskwire.testsupport.house.Storeys;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTests {
    @Test
    void keepsTheHouseRules() {
        HouseRules.check("io.deskwire.tickets");
    }

    @Test
    void standsInStoreys() {
        HouseRules.check(new Storeys(
                "io.deskwire.tickets",
                Set.of("contact", "organization", "ticket", "history"),
                Set.of("comment", "attachment", "team", "assignment", "sla", "tag", "macro", "trigger"),
                Set.of("intake", "mailbox", "transfer", "view", "search", "report")));
    }
}
