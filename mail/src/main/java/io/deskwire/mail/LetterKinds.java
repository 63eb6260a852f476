package io.deskwire.mail;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All letters that a service sends; a bean of each service that uses this module.
public record LetterKinds(List<? extends LetterKind> all) {
    public LetterKinds {
        all = List.copyOf(all);
        // Fails where two have one name.
        var _ = all.stream().collect(Collectors.toMap(LetterKind::wire, Function.identity()));
    }

    public static LetterKinds of(LetterKind... kinds) {
        return new LetterKinds(List.of(kinds));
    }
}
