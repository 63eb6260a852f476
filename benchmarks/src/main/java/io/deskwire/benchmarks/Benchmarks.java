package io.deskwire.benchmarks;

import io.deskwire.benchmarks.cost.Cost;
import io.deskwire.benchmarks.floor.FloorApplication;
import java.util.Arrays;

/// Which benchmark is meant: `auth`, `cost` (which starts this program again as `floor`), or the latency of tickets.
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        var rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "auth" -> AuthThroughput.main(rest);
            case "cost" -> Cost.main(rest);
            case "floor" -> FloorApplication.main(rest);
            default -> TicketLatency.main(arguments);
        }
    }
}
