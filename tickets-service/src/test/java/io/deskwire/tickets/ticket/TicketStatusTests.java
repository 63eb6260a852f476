package io.deskwire.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.tickets.ticket.TicketStatus.Mover;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketStatusTests {
    /// Every mover, every status, and all that it may become besides what it is.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    REQUESTER | OPEN    | SOLVED
                    REQUESTER | PENDING | OPEN SOLVED
                    REQUESTER | ON_HOLD | OPEN SOLVED
                    REQUESTER | SOLVED  | OPEN
                    REQUESTER | CLOSED  | ''
                    TEAM      | OPEN    | PENDING ON_HOLD SOLVED CLOSED
                    TEAM      | PENDING | OPEN ON_HOLD SOLVED CLOSED
                    TEAM      | ON_HOLD | OPEN PENDING SOLVED CLOSED
                    TEAM      | SOLVED  | OPEN CLOSED
                    TEAM      | CLOSED  | ''
                    ADMIN     | OPEN    | PENDING ON_HOLD SOLVED CLOSED
                    ADMIN     | PENDING | OPEN ON_HOLD SOLVED CLOSED
                    ADMIN     | ON_HOLD | OPEN PENDING SOLVED CLOSED
                    ADMIN     | SOLVED  | OPEN CLOSED
                    ADMIN     | CLOSED  | OPEN
                    """)
    void mayBecome(Mover mover, TicketStatus from, String next) {
        var expected = Arrays.stream(next.split(" "))
                .filter(name -> !name.isEmpty())
                .map(TicketStatus::valueOf)
                .collect(Collectors.toSet());

        for (var to : TicketStatus.values()) {
            assertThat(from.mayBecome(to, mover))
                    .as("%s to %s by %s", from, to, mover)
                    .isEqualTo(to == from || expected.contains(to));
        }
    }

    @ParameterizedTest
    @CsvSource({"OPEN,OPEN", "PENDING,OPEN", "ON_HOLD,ON_HOLD", "SOLVED,OPEN", "CLOSED,CLOSED"})
    void becomesWithACustomersReply(TicketStatus before, TicketStatus after) {
        assertThat(before.afterReplyOfCustomer()).isEqualTo(after);
        assertThat(before.takesReplies()).isEqualTo(before != TicketStatus.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({
        "TEAM, SOLVED, open or closed",
        "TEAM, CLOSED, none; open a new ticket as its follow_up_of",
        "ADMIN, CLOSED, open",
        "REQUESTER, PENDING, open or solved"
    })
    void saysWhatItMayBecome(Mover mover, TicketStatus from, String words) {
        assertThat(from.nextInWords(mover)).isEqualTo(words);
    }
}
