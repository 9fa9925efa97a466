/**
 * Reading market and portfolio files. Start at {@link io.pathwise.batch.input.MarketReader} and
 * {@link io.pathwise.batch.input.PortfolioReader}; both rest on {@link io.pathwise.batch.input.Fields}, which reads the
 * fields of one JSON object and knows where each of them stands.
 */
@NullMarked
package io.pathwise.batch.input;

import org.jspecify.annotations.NullMarked;
