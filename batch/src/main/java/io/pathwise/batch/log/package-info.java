/**
 * What a run tells operators while it works: {@link io.pathwise.batch.log.Event} is one message, for people and for
 * machines; {@link io.pathwise.batch.log.LogFormat} decides which of the two stderr gets.
 */
@NullMarked
package io.pathwise.batch.log;

import org.jspecify.annotations.NullMarked;
