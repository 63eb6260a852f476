/// Mail as a part of any service that has a database: letters are queued in the transaction of their cause, in the
/// service's own database, and sent after it, at least once. Knows no service: which letters there are, where their
/// links lead and who may be written to is the service's.
///
/// A service names its letters (a bean [io.deskwire.mail.LetterKinds], templates below `mail/`) and calls
/// [io.deskwire.mail.MailQueue].
@NullMarked
package io.deskwire.mail;

import org.jspecify.annotations.NullMarked;
