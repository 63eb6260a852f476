package io.deskwire.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketStatusTests {
    @ParameterizedTest
    @CsvSource({"OPEN,OPEN", "PENDING,OPEN", "ON_HOLD,ON_HOLD", "SOLVED,OPEN", "CLOSED,CLOSED"})
    void becomesWithACustomersReply(TicketStatus before, TicketStatus after) {
        assertThat(before.afterReplyOfCustomer()).isEqualTo(after);
        assertThat(before.takesReplies()).isEqualTo(before != TicketStatus.CLOSED);
    }
}
