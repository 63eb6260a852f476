package io.deskwire.tickets.ticket;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// How a ticket stands, and what it may become. Closed is the end: more to say is another ticket that follows it up.
public enum TicketStatus {
    OPEN,
    /// Waits for the customer.
    PENDING,
    /// Waits for somebody else.
    ON_HOLD,
    SOLVED,
    CLOSED;

    /// Who wants another status.
    enum Mover {
        /// A client, on its own ticket.
        REQUESTER,
        TEAM,
        /// One of the team who may delete tickets.
        ADMIN
    }

    /// What it may become by then, besides what it is.
    ///
    /// The team moves what is under way anywhere, and reopens or closes what is solved. The requester says that
    /// it is solved, and that it is not after all. What is closed only an admin opens again.
    Set<TicketStatus> next(Mover mover) {
        return switch (mover) {
            case REQUESTER ->
                switch (this) {
                    case OPEN -> EnumSet.of(SOLVED);
                    case PENDING, ON_HOLD -> EnumSet.of(OPEN, SOLVED);
                    case SOLVED -> EnumSet.of(OPEN);
                    case CLOSED -> EnumSet.noneOf(TicketStatus.class);
                };
            case TEAM ->
                switch (this) {
                    case OPEN, PENDING, ON_HOLD -> EnumSet.complementOf(EnumSet.of(this));
                    case SOLVED -> EnumSet.of(OPEN, CLOSED);
                    case CLOSED -> EnumSet.noneOf(TicketStatus.class);
                };
            case ADMIN -> this == CLOSED ? EnumSet.of(OPEN) : next(Mover.TEAM);
        };
    }

    boolean mayBecome(TicketStatus other, Mover mover) {
        return other == this || next(mover).contains(other);
    }

    /// What it may become, in words.
    String nextInWords(Mover mover) {
        var next = next(mover);
        return next.isEmpty()
                ? "none; open a new ticket as its follow_up_of"
                : next.stream().map(TicketStatus::wire).collect(Collectors.joining(" or "));
    }

    /// What becomes of it when a customer replies. What waits for somebody else goes on waiting.
    TicketStatus afterReplyOfCustomer() {
        return switch (this) {
            case OPEN, PENDING, SOLVED -> OPEN;
            case ON_HOLD -> ON_HOLD;
            case CLOSED -> CLOSED;
        };
    }

    /// Whether customers may go on talking about it.
    public boolean takesReplies() {
        return this != CLOSED;
    }

    /// Whether somebody still has to do something about it.
    boolean isUnderWay() {
        return switch (this) {
            case OPEN, PENDING, ON_HOLD -> true;
            case SOLVED, CLOSED -> false;
        };
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
