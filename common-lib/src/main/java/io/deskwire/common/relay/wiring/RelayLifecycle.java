package io.deskwire.common.relay.wiring;

import io.deskwire.common.relay.OutboxRelay;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/// Starts the relay after the migrations and before the first request, and stops it after the last.
class RelayLifecycle implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RelayLifecycle.class);

    private final OutboxRelay relay;
    private volatile boolean running;

    RelayLifecycle(OutboxRelay relay) {
        this.relay = relay;
    }

    @Override
    public void start() {
        running = true;
        try {
            relay.ensureSlot();
        } catch (SQLException | DataAccessException e) {
            // Making a slot waits for every open transaction of the cluster. The relay goes on trying, and replays
            // what is written meanwhile.
            log.error("The relay is not ready for the first write, its events will be late", e);
        }
        relay.start();
    }

    @Override
    public void stop() {
        relay.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Web server and listeners start late in the order, and stop early.
    @Override
    public int getPhase() {
        return 0;
    }
}
