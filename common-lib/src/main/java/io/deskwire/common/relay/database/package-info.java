/// What the relay keeps and holds in the database: its slot, its memory, its lead.
@NullMarked
package io.deskwire.common.relay.database;

import org.jspecify.annotations.NullMarked;
