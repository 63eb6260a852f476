/// What two services use today.
///
/// A class is admitted when two services use it, its name is a noun and it knows no service's domain. What a service
/// needs as beans comes from auto-configurations, so that no service scans this module. What only shows with a
/// database or HTTP is tested in the services.
@NullMarked
package io.deskwire.common;

import org.jspecify.annotations.NullMarked;
