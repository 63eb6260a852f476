package io.deskwire.benchmarks.cost;

import java.time.Duration;

/// How much is measured, and after how much.
///
/// @param requests measured of each operation
/// @param warmUp requests of each operation before that
/// @param idle how long the stack is watched while nobody asks it anything
/// @param rounds in which the outlets are measured, to and fro, so that a change in the machine's speed meets them all
record Extent(int requests, int clients, int warmUp, Duration idle, int rounds) {

    /// As options of the command line.
    @Override
    public String toString() {
        return "--requests %d --clients %d --warm-up %d --idle %d --rounds %d"
                .formatted(requests, clients, warmUp, idle.toSeconds(), rounds);
    }
}
