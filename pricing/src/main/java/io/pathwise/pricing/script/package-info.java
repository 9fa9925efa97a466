/**
 * Payoffs as a language: what a product pays, written by its user as events. Start at
 * {@link io.pathwise.pricing.script.Script}; its parts are {@link io.pathwise.pricing.script.Event},
 * {@link io.pathwise.pricing.script.Statement}, {@link io.pathwise.pricing.script.Condition} and
 * {@link io.pathwise.pricing.script.Term}. A script is data: it is read, never run as code.
 */
@NullMarked
package io.pathwise.pricing.script;

import org.jspecify.annotations.NullMarked;
