package io.deskwire.gateway.service;

import java.util.Locale;

/// The services behind the gateway.
public enum Service {
    AUTH,
    TICKETS,
    AUTOMATION,
    NOTIFICATION;

    /// As `/health` and problems name it.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
