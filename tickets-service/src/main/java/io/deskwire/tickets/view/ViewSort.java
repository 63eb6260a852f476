package io.deskwire.tickets.view;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// In which order a view shows its tickets; those of the list of tickets. `created_at` goes by the id, which counts up
/// with time.
enum ViewSort {
    NEWEST("-created_at"),
    OLDEST("created_at"),
    LATEST_UPDATE("-updated_at"),
    EARLIEST_UPDATE("updated_at");

    private final String wire;

    ViewSort(String wire) {
        this.wire = wire;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    boolean byUpdate() {
        return this == LATEST_UPDATE || this == EARLIEST_UPDATE;
    }

    static Optional<ViewSort> of(String wire) {
        return Arrays.stream(values()).filter(sort -> sort.wire.equals(wire)).findFirst();
    }

    static List<String> wires() {
        return Arrays.stream(values()).map(ViewSort::wire).toList();
    }
}
