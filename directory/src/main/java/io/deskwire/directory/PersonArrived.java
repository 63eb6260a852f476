package io.deskwire.directory;

import io.deskwire.common.arrival.Arrival;

/// Something was heard of members, service users or what they may do.
record PersonArrived() implements Arrival {}
