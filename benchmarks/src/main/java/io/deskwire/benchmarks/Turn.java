package io.deskwire.benchmarks;

/// Whose turn it is among one worker's people. Not thread-safe.
final class Turn {
    private final int first;
    private int next;

    Turn(int worker) {
        this.first = worker * TokenServer.PEOPLE_EACH;
    }

    /// The number of the next person, among all workers' people.
    int next() {
        return first + next++ % TokenServer.PEOPLE_EACH;
    }
}
