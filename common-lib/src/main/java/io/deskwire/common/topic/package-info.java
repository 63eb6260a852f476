/// The public streams: their names, how they are made, where the brokers are.
@NullMarked
package io.deskwire.common.topic;

import org.jspecify.annotations.NullMarked;
