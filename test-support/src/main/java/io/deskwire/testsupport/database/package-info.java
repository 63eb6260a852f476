/// What is asked of a service's database: that its policies hold and name permissions that exist, and what it has of a
/// tenant.
@NullMarked
package io.deskwire.testsupport.database;

import org.jspecify.annotations.NullMarked;
