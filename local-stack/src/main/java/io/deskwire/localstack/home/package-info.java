/// What a stack is made of and what it leaves behind on disk: its options, services and ports, its secrets, its state
/// and lock, and what a killed launcher left running.
@NullMarked
package io.deskwire.localstack.home;

import org.jspecify.annotations.NullMarked;
