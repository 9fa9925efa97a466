/**
 * Simulations whose exact statistics become data of later programs. Start at
 * {@link io.pathwise.engine.training.PolicyTraining}: the decisions of a program, as when to exercise an option, are
 * fitted on paths of their own. {@link io.pathwise.engine.training.IntegrandTraining} fits what a sum of gains is made
 * of.
 */
@org.jspecify.annotations.NullMarked
package io.pathwise.engine.training;
