/**
 * Path programs: states, the stages that update them at every step, and what is read off at the end. Start with
 * {@link io.pathwise.engine.program.Program}; {@link io.pathwise.engine.program.ProgramBuilder} makes the ordinary
 * ones.
 */
@NullMarked
package io.pathwise.engine.program;

import org.jspecify.annotations.NullMarked;
