package io.deskwire.localstack.home;

/// Receives one line for each thing that a stack has done, in the order of events and from any thread.
@FunctionalInterface
public interface Progress {

    void say(String line);

    /// For tests.
    static Progress silent() {
        return line -> {};
    }
}
