/// `./deskwire`: the stack as a whole, started and stopped, and the operator's commands.
@NullMarked
package io.deskwire.localstack.launcher;

import org.jspecify.annotations.NullMarked;
