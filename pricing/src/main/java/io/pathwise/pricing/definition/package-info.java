/**
 * Products that are written as scripts with fields: what stands in a trade's fields becomes the first lines of its
 * script. Start at {@link io.pathwise.pricing.definition.ProductDefinitions}.
 */
@NullMarked
package io.pathwise.pricing.definition;

import org.jspecify.annotations.NullMarked;
