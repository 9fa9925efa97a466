/**
 * The command line, one command in a file. Start at {@link io.pathwise.batch.command.PathwiseCommand}, the top; what
 * several commands share are the options classes.
 */
@NullMarked
package io.pathwise.batch.command;

import org.jspecify.annotations.NullMarked;
