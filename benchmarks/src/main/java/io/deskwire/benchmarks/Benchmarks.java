package io.deskwire.benchmarks;

import java.util.Arrays;

/// Which benchmark is meant: `auth`, or the latency of tickets.
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("auth")) {
            AuthThroughput.main(Arrays.copyOfRange(arguments, 1, arguments.length));
        } else {
            TicketLatency.main(arguments);
        }
    }
}
