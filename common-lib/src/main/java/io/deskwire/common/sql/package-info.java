/// What every repository needs between JDBC and the domain.
@NullMarked
package io.deskwire.common.sql;

import org.jspecify.annotations.NullMarked;
