/**
 * The fuzzer: spoils valid input files and runs the command on them; start with
 * {@link io.pathwise.batch.fuzz.FuzzTest}. Each {@code Target} spoils one kind of file.
 */
package io.pathwise.batch.fuzz;
