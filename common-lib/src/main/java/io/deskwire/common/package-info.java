/// What two services use today.
///
/// A class is admitted when two services use it, its name is a noun, it knows no service, and it has tests of its own.
/// Each package ships an auto-configuration, so that no service scans this module.
@NullMarked
package io.deskwire.common;

import org.jspecify.annotations.NullMarked;
