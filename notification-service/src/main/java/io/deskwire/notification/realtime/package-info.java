/// The Supabase Realtime wire protocol over the event tail: changes of rows, broadcasts and presence, by WebSocket.
@NullMarked
package io.deskwire.notification.realtime;

import org.jspecify.annotations.NullMarked;
