package io.pathwise.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Writes a mixed portfolio of any size on fifty assets, and their market, to measure risk runs with: 40 % European
 * options, 15 % each of digitals, Asians and barrier options, 10 % baskets, 5 % autocallables, with five expiries.
 * Equal arguments write equal files.
 *
 * <pre>
 * java -cp ... io.pathwise.benchmarks.PortfolioGenerator TRADES DIRECTORY
 * </pre>
 */
public final class PortfolioGenerator {
  private static final int ASSETS = 50;
  private static final long SEED = 7;
  private static final double[] EXPIRIES = {0.25, 0.5, 1, 1.5, 2};
  private static final double[] QUANTITIES = {-10, -5, 1, 2, 5, 10, 20};
  private static final String[] KINDS = {"up-and-out", "down-and-out", "up-and-in", "down-and-in"};
  private static final String[] AGGREGATES = {"weighted-sum", "weighted-sum", "best-of", "worst-of"};

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final double[] spots = new double[ASSETS];

  private PortfolioGenerator() {}

  /** Writes {@code market.json} and {@code portfolio.jsonl}. */
  public static void main(String[] arguments) throws IOException {
    int trades = Integer.parseInt(arguments[0]);
    Path directory = Files.createDirectories(Path.of(arguments[1]));
    PortfolioGenerator generator = new PortfolioGenerator();
    try (JsonGenerator json = new JsonFactory()
        .createGenerator(Files.newBufferedWriter(directory.resolve("market.json")))) {
      generator.market(json);
    }
    try (BufferedWriter lines = Files.newBufferedWriter(directory.resolve("portfolio.jsonl"));
        JsonGenerator json = new JsonFactory().createGenerator(lines).setRootValueSeparator(null)) {
      for (int trade = 0; trade < trades; trade++) {
        generator.trade(json, trade);
        json.writeRaw('\n');
      }
    }
  }

  private void market(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("valuationDate", "2026-11-20");
    json.writeArrayFieldStart("curves");
    json.writeStartObject();
    json.writeStringField("id", "USD");
    numbers(json, "times", 0.5, 1, 5);
    numbers(json, "zeros", 0.03, 0.031, 0.033);
    json.writeEndObject();
    json.writeEndArray();
    json.writeArrayFieldStart("assets");
    for (int asset = 0; asset < ASSETS; asset++) {
      spots[asset] = cents(random.nextDouble(20, 300));
      json.writeStartObject();
      json.writeStringField("id", name(asset));
      json.writeStringField("curve", "USD");
      json.writeNumberField("spot", spots[asset]);
      json.writeNumberField("dividendYield", cents(random.nextDouble(0, 0.03)));
      json.writeObjectFieldStart("model");
      json.writeStringField("type", "black-scholes");
      double vol = cents(random.nextDouble(0.15, 0.35));
      if (asset % 2 == 0) {
        numbers(json, "times", 0.5, 1, 2);
        numbers(json, "vols", vol, vol + 0.01, vol + 0.02);
      } else {
        json.writeNumberField("vol", vol);
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("correlations");
    for (int a = 0; a < ASSETS; a++) {
      for (int b = a + 1; b < ASSETS; b++) {
        json.writeStartObject();
        json.writeStringField("a", name(a));
        json.writeStringField("b", name(b));
        json.writeNumberField("value", 0.3);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void trade(JsonGenerator json, int number) throws IOException {
    int asset = random.nextInt(ASSETS);
    double kind = random.nextDouble();
    json.writeStartObject();
    json.writeStringField("id", "T" + number);
    json.writeNumberField("quantity", QUANTITIES[random.nextInt(QUANTITIES.length)]);
    if (kind < 0.95) {
      json.writeStringField("option", random.nextBoolean() ? "call" : "put");
      json.writeNumberField("expiry", EXPIRIES[random.nextInt(EXPIRIES.length)]);
    }
    if (kind < 0.85) {
      json.writeStringField("asset", name(asset));
      json.writeNumberField("strike", near(spots[asset]));
    }
    if (kind < 0.4) {
      json.writeStringField("type", "european");
    } else if (kind < 0.55) {
      json.writeStringField("type", "digital");
      json.writeStringField("payout", "cash");
      json.writeNumberField("amount", 10);
    } else if (kind < 0.7) {
      json.writeStringField("type", "asian");
      json.writeStringField("average", "arithmetic");
      json.writeNumberField("fixings", 12);
    } else if (kind < 0.85) {
      String barrier = KINDS[random.nextInt(KINDS.length)];
      json.writeStringField("type", "barrier");
      json.writeStringField("kind", barrier);
      json.writeNumberField("barrier", cents(
          spots[asset] * (barrier.startsWith("up") ? random.nextDouble(1.2, 1.5) : random.nextDouble(0.6, 0.85))));
      json.writeNumberField("monitoring", 12);
    } else {
      pair(json, asset, (asset + 1 + random.nextInt(3)) % ASSETS, kind < 0.95);
    }
    json.writeEndObject();
  }

  private void pair(JsonGenerator json, int a, int b, boolean basket) throws IOException {
    json.writeArrayFieldStart("assets");
    json.writeString(name(a));
    json.writeString(name(b));
    json.writeEndArray();
    if (basket) {
      json.writeStringField("type", "basket");
      json.writeStringField("aggregate", AGGREGATES[random.nextInt(AGGREGATES.length)]);
      numbers(json, "weights", 0.5, 0.5);
      json.writeNumberField("strike", near((spots[a] + spots[b]) / 2));
    } else {
      json.writeStringField("type", "autocallable");
      numbers(json, "initialFixings", spots[a], spots[b]);
      json.writeNumberField("nominal", 1000);
      json.writeNumberField("coupon", 20);
      json.writeNumberField("couponBarrier", 0.7);
      json.writeNumberField("autocallBarrier", 1);
      json.writeNumberField("protectionBarrier", 0.65);
      json.writeNumberField("observations", 8);
      json.writeNumberField("expiry", 2);
    }
  }

  private double near(double price) {
    return cents(price * random.nextDouble(0.8, 1.2));
  }

  private static double cents(double number) {
    return Math.round(number * 100) / 100.0;
  }

  private static String name(int asset) {
    return asset < 10 ? "S0" + asset : "S" + asset;
  }

  private static void numbers(JsonGenerator json, String field, double... values) throws IOException {
    json.writeFieldName(field);
    json.writeArray(values, 0, values.length);
  }
}
