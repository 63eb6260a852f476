package io.deskwire.directory;

import io.deskwire.common.reception.EventEffect;

/// An effect that goes by what the directory knows. In each of its groups the directory's own effect comes first,
/// so what was told of people before an event is known when the event is worked off.
public interface DirectoryFollower extends EventEffect {}
