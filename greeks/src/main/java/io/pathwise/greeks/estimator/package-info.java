/**
 * The catalogue of estimators: a rewriting of a program and a rule, the analysis that tells where one is valid, and the
 * order of preference. To add an estimator, start with {@link io.pathwise.greeks.estimator.EstimatorChoice} (its name),
 * then {@link io.pathwise.greeks.estimator.EstimatorCatalogue} and
 * {@link io.pathwise.greeks.estimator.ValidityAnalysis}.
 */
@NullMarked
package io.pathwise.greeks.estimator;

import org.jspecify.annotations.NullMarked;
