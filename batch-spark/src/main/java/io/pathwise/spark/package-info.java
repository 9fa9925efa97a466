/**
 * Risk runs on Apache Spark. Start at {@link io.pathwise.spark.SparkEvaluator}, which divides a run into tasks;
 * {@link io.pathwise.spark.Work} is what a task does, {@link io.pathwise.spark.Worker} what does it.
 */
@NullMarked
package io.pathwise.spark;

import org.jspecify.annotations.NullMarked;
