/// Who is a member of which tenant, what members and service users may do, and who is in which team, projected from
/// events into the database of each service that asks. Decides nothing that auth-service has not decided.
@NullMarked
package io.deskwire.directory;

import org.jspecify.annotations.NullMarked;
