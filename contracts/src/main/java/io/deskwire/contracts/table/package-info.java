/// The tables and columns that public events show.
@NullMarked
package io.deskwire.contracts.table;

import org.jspecify.annotations.NullMarked;
