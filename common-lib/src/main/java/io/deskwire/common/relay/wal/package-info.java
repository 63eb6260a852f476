/// Debezium's PostgreSQL connector without its idle loops: it waits for the server where the original asks every few
/// milliseconds, so an event passes at once and a quiet relay costs nothing. Everything else is Debezium's own code.
@NullMarked
package io.deskwire.common.relay.wal;

import org.jspecify.annotations.NullMarked;
