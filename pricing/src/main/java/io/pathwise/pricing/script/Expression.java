package io.pathwise.pricing.script;

/** What stands in a statement: a number or a condition. */
public sealed interface Expression permits Term, Condition {
}
