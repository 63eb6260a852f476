package io.deskwire.directory;

import io.deskwire.common.arrival.Arrival;

/// Something was heard of members, service users, teams, or what somebody may do.
record PersonArrived() implements Arrival {}
