package io.deskwire.common.arrival;

/// Something of another service is known here from now on. Published by the effect that learns it, in its transaction;
/// after the commit [Arrivals] wakes those that wait.
public interface Arrival {}
