/// One API description, merged from those of the services, and a page to browse it.
@NullMarked
package io.deskwire.gateway.apidocs;

import org.jspecify.annotations.NullMarked;
