/// The words that tickets are tagged with: how many have each, and renaming one everywhere.
@NullMarked
package io.deskwire.tickets.tag;

import org.jspecify.annotations.NullMarked;
