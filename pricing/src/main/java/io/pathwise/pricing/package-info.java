/**
 * Market data, models, products written as path programs, and the closed forms that test them. It knows nothing of
 * estimators or backends.
 */
@NullMarked
package io.pathwise.pricing;

import org.jspecify.annotations.NullMarked;
