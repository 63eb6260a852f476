package io.deskwire.common.relay;

import java.time.Duration;

/// One life of the part that finds new events and publishes them. Single use: what has ended is built anew.
interface RelayRun extends AutoCloseable {

    /// Returns at once; events go out from now on.
    void start();

    /// Waits for it to end by itself, which it only does when something failed. False where it still runs.
    ///
    /// @throws RelayException why it ended
    boolean awaitEnd(Duration patience) throws InterruptedException;

    /// How long ago it last gave a sign of life. A run that waits for Kafka is silent and well.
    Duration silence();

    /// Returns when nothing of it runs any more.
    @Override
    void close();
}
