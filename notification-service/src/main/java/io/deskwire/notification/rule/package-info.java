/// What an event is worth telling, whom, and in which words: pure, one file for each topic.
@NullMarked
package io.deskwire.notification.rule;

import org.jspecify.annotations.NullMarked;
