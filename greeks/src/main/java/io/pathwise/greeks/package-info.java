/**
 * What a pricing system imports: start with {@link io.pathwise.greeks.GreeksEngine}, with measures and numbers in
 * {@code measure}, settings and policies in {@code policy}, and names of estimators in {@code estimator}. Each package
 * uses those behind it only: {@code spi}, {@code execution}, {@code sharing}, {@code plan}, {@code policy},
 * {@code simulation}, {@code degenerate}, {@code estimator}, {@code measure}. Nothing here knows of files or the
 * command line.
 */
@NullMarked
package io.pathwise.greeks;

import org.jspecify.annotations.NullMarked;
