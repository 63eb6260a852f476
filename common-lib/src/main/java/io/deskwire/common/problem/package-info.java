/// One place that turns failures into RFC 9457 answers. Services add codes, not classes.
@NullMarked
package io.deskwire.common.problem;

import org.jspecify.annotations.NullMarked;
