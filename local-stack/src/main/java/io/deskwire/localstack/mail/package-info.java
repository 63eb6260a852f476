/// The mail sink: an SMTP server that keeps what it is sent, and an HTTP API that shows it.
@NullMarked
package io.deskwire.localstack.mail;

import org.jspecify.annotations.NullMarked;
