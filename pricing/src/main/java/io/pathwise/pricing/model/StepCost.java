package io.pathwise.pricing.model;

/**
 * What a step of one asset takes, roughly: for estimates of the work of a trade.
 *
 * @param time
 *          in steps of a Black–Scholes price
 * @param tapeBytes
 *          what an adjoint keeps of it for the paths that a thread is on
 */
public record StepCost(double time, double tapeBytes) {}
