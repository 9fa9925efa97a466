package io.pathwise.batch.lab;

/**
 * A statement that the lab checks.
 *
 * @param text
 *          what is claimed
 * @param holds
 *          whether the numbers agree
 * @param evidence
 *          the numbers
 */
record Statement(String text, boolean holds, String evidence) {}
