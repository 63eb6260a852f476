package io.deskwire.tickets.tag;

/// @param name as first written; compared whatever its case
/// @param tickets how many have it, the trash aside
record Tag(String name, long tickets) {}
