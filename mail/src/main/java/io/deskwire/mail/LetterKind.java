package io.deskwire.mail;

import java.util.Locale;
import java.util.Map;

/// What a letter is for; an enum of the service has them all. Each has two templates on the class path,
/// `mail/<wire>.txt` and `mail/<wire>.html`.
///
/// Operators keep the templates of all services in one directory, so no two services use one name.
public interface LetterKind {
    /// An enum has it already.
    String name();

    /// As the queue, the templates' files and the metrics name it.
    default String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @param values what its templates show; one that is not given is empty
    default Letter to(String address, Map<String, String> values) {
        return new Letter(this, address, values);
    }
}
