package io.deskwire.tickets.ticket;

public enum Priority {
    LOW,
    NORMAL,
    HIGH,
    URGENT
}
