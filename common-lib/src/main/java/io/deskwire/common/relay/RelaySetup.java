package io.deskwire.common.relay;

import io.deskwire.common.relay.RelaySettings.Mode;
import io.deskwire.common.relay.database.RelayMemory;
import io.deskwire.common.relay.database.ReplicationSlot;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// What must stand in the database before a relay can start: the slot, or the numbering of events; and the knowledge
/// whether anything was missed since the relay last ran.
final class RelaySetup {
    private static final Logger log = LoggerFactory.getLogger(RelaySetup.class);
    private static final long KEY = 0x64776c6f74L; // "dwlot": one node at a time prepares
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

    private final RelaySettings settings;

    RelaySetup(RelaySettings settings) {
        this.settings = settings;
    }

    /// Safe to repeat and to run on several nodes at once. Returns how events will be found.
    Mode prepare() throws SQLException {
        try (var connection = settings.database().connect("prepare", ANSWER_LIMIT)) {
            var jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            jdbc.sql("SELECT pg_advisory_lock(:key)")
                    .param("key", KEY)
                    .query((row, _) -> KEY)
                    .single();
            var mode = mode(jdbc);
            if (mode == Mode.LOGICAL) {
                prepareSlot(jdbc);
            } else {
                prepareNumbers(jdbc);
            }
            return mode;
        }
    }

    private Mode mode(JdbcClient jdbc) {
        if (settings.mode() != Mode.AUTO) {
            return settings.mode();
        }
        var level = jdbc.sql("SHOW wal_level").query(String.class).single();
        if (level.equals("logical")) {
            return Mode.LOGICAL;
        }
        log.warn("wal_level of {} is {}, not logical: events are polled", settings.database(), level);
        return Mode.POLL;
    }

    private void prepareSlot(JdbcClient jdbc) {
        var slot = ReplicationSlot.find(jdbc, settings.slot()).orElse(null); // before the memory, which moves first
        var memory = RelayMemory.load(jdbc).orElse(null);
        var system = systemIdentifier(jdbc);
        if (slot != null && slot.usable(settings.database().name())) {
            var doubt = doubt(slot, memory, system);
            if (doubt != null) {
                order(jdbc, memory, system, doubt);
            }
        } else {
            if (slot != null) {
                log.error("Slot {} is beyond repair, a new one takes its place: {}", settings.slot(), slot);
                ReplicationSlot.drop(jdbc, settings.slot());
            }
            ReplicationSlot.create(jdbc, settings.slot());
            order(jdbc, memory, system, slot == null ? "the slot was missing" : "the slot was lost");
        }
        number(jdbc, false);
    }

    /// Why the slot may have left something out, or null.
    private static @Nullable String doubt(ReplicationSlot slot, @Nullable RelayMemory memory, String system) {
        if (memory == null) {
            return "the slot is unknown";
        }
        if (!memory.systemIdentifier().equals(system)) {
            return "the database moved to another cluster";
        }
        var confirmed = Objects.requireNonNull(slot.confirmed());
        if (memory.confirmed() == null || confirmed.compareTo(memory.confirmed()) > 0) {
            return "the slot is ahead of what was relayed, so somebody replaced or moved it";
        }
        return null;
    }

    private void prepareNumbers(JdbcClient jdbc) {
        var memory = RelayMemory.load(jdbc).orElse(null);
        var numbering = jdbc.sql(
                        "SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'outbox'::regclass AND tgname = 'number_event')")
                .query(Boolean.class)
                .single();
        if (memory == null || !numbering) {
            order(jdbc, memory, systemIdentifier(jdbc), "events were not numbered");
        }
        number(jdbc, true);
        ReplicationSlot.drop(jdbc, settings.slot()); // one that nobody reads would keep WAL for ever
    }

    /// A replay is ordered before the relay can be seen as ready, and forgotten only when it is done.
    private void order(JdbcClient jdbc, @Nullable RelayMemory memory, String system, String reason) {
        var fresh = memory == null && isEmpty(jdbc);
        if (fresh) {
            adopt(jdbc);
            return;
        }
        var from = memory == null
                ? Instant.EPOCH
                : memory.replayStart(settings.tuning().replayOverlap());
        log.warn("Events since {} will be replayed: {}", from, reason);
        RelayMemory.orderReplay(jdbc, system, confirmed(jdbc), from, reason);
    }

    /// From here on the present slot (where there is one) is the truth.
    void adopt(JdbcClient jdbc) {
        RelayMemory.adopt(jdbc, systemIdentifier(jdbc), confirmed(jdbc));
    }

    private @Nullable LogSequenceNumber confirmed(JdbcClient jdbc) {
        return ReplicationSlot.find(jdbc, settings.slot())
                .map(ReplicationSlot::confirmed)
                .orElse(null);
    }

    private static boolean isEmpty(JdbcClient jdbc) {
        return jdbc.sql("SELECT NOT EXISTS (SELECT FROM outbox)")
                .query(Boolean.class)
                .single();
    }

    private static void number(JdbcClient jdbc, boolean wanted) {
        jdbc.sql("SELECT app.number_events(:wanted)")
                .param("wanted", wanted)
                .query(Boolean.class)
                .single();
    }

    private static String systemIdentifier(JdbcClient jdbc) {
        return jdbc.sql("SELECT system_identifier::text FROM pg_control_system()")
                .query(String.class)
                .single();
    }
}
