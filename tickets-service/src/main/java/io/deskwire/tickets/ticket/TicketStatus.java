package io.deskwire.tickets.ticket;

/// How a ticket stands. Closed is the end: more to say is another ticket.
public enum TicketStatus {
    OPEN,
    PENDING,
    ON_HOLD,
    SOLVED,
    CLOSED;

    /// What it may become, in words.
    String next() {
        return switch (this) {
            case OPEN, PENDING, ON_HOLD -> "any other";
            case SOLVED -> "open or closed";
            case CLOSED -> "none; open a new ticket";
        };
    }

    /// Whether somebody still has to do something about it.
    boolean isUnderWay() {
        return switch (this) {
            case OPEN, PENDING, ON_HOLD -> true;
            case SOLVED, CLOSED -> false;
        };
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

    /// A solved ticket is reopened or closed; the ones being worked on may go anywhere.
    boolean mayBecome(TicketStatus next) {
        return switch (this) {
            case OPEN, PENDING, ON_HOLD -> true;
            case SOLVED -> next == SOLVED || next == OPEN || next == CLOSED;
            case CLOSED -> next == CLOSED;
        };
    }
}
