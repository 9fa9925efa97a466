package io.pathwise.benchmarks.validation;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Option;

/**
 * A trade whose numbers have closed forms, in its market.
 *
 * @param name
 *          for the table
 * @param product
 *          what is priced
 * @param market
 *          where
 */
record ValidationCase(String name, Option product, MarketData market) {}
