/// What Deskwire promises to others, in one place: event types, permissions and roles as code; endpoints
/// (`contracts/http`) and event samples (`contracts/events`) as resources. Knows no service and no framework.
@NullMarked
package io.deskwire.contracts;

import org.jspecify.annotations.NullMarked;
