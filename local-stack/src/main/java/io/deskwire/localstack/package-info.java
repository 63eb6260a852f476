/// Starts Deskwire on one machine: an embedded PostgreSQL 18, a single-node Kafka and a mail sink live in this
/// JVM, and each service runs as its own process from the same jar as in production. It knows the services by
/// name, port and environment only, and never a word of their domains.
///
/// This room owns the servers themselves, PostgreSQL with a service's database and Kafka, and what they need of the
/// machine: ports, directories, processes. It imports none of the others.
@NullMarked
package io.deskwire.localstack;

import org.jspecify.annotations.NullMarked;
