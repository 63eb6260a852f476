/// The servers behind `TestServers`: PostgreSQL and Kafka, embedded or in containers, which a test may stop and start.
@NullMarked
package io.deskwire.testsupport.server;

import org.jspecify.annotations.NullMarked;
