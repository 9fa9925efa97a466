/** Tests of value at risk and of explained profits. */
@org.jspecify.annotations.NullMarked
package io.pathwise.batch.profit;
