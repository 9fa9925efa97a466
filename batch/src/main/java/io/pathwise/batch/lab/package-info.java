/**
 * The variance lab: problems with known answers on which all estimators are measured and compared. Start with
 * {@link io.pathwise.batch.lab.Lab}, which runs the cases and writes the files; a case is a
 * {@link io.pathwise.batch.lab.LabCase}, and {@link io.pathwise.batch.lab.Bench} is what it measures with.
 */
@NullMarked
package io.pathwise.batch.lab;

import org.jspecify.annotations.NullMarked;
