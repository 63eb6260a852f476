package io.deskwire.auth.member;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/// A membership with what colleagues know of its person.
///
/// @param name as the person says it in its metadata
public record Member(
        @JsonUnwrapped Membership membership,
        @Nullable String email,
        @Nullable String name) {}
