package io.deskwire.tickets.deadline;

import org.jspecify.annotations.Nullable;

/// What is promised for tickets of a priority.
///
/// @param nextResponse null where nothing is
public record Target(Allowance firstResponse, @Nullable Allowance nextResponse, Allowance resolution) {}
