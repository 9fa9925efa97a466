/**
 * Pages that hold all they need: what {@code lab.html} and {@code report.html} share. Start at
 * {@link io.pathwise.batch.page.Page}.
 */
@NullMarked
package io.pathwise.batch.page;

import org.jspecify.annotations.NullMarked;
