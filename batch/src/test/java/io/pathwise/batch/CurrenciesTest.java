package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trades that pay in another currency, and totals in one, through the command line. */
class CurrenciesTest {

  private static final String CALL = "\"type\":\"european\",\"asset\":\"SAP\",\"option\":\"call\",\"strike\":0,"
      + "\"expiry\":1";

  @TempDir
  private Path directory;

  private Path market() throws IOException {
    return Files.writeString(directory.resolve("market.json"), """
        { "valuationDate": "2026-11-20",
          "curves": [ {"id": "USD", "zero": 0.04}, {"id": "EUR", "zero": 0.01}, {"id": "GBP", "zero": 0.05} ],
          "assets": [ {"id": "SAP", "curve": "EUR", "spot": 100, "model": {"type": "black-scholes", "vol": 0.25}},
                      {"id": "BP", "curve": "GBP", "spot": 5, "model": {"type": "black-scholes", "vol": 0.3}},
                      {"id": "EURUSD", "curve": "USD", "foreignCurve": "EUR", "spot": 1.1,
                       "model": {"type": "black-scholes", "vol": 0.1}} ],
          "correlations": [ {"a": "SAP", "b": "EURUSD", "value": -0.3} ] }
        """);
  }

  private Outcome risk(List<String> trades, String... more) throws IOException {
    Path portfolio = Files.write(directory.resolve("portfolio.jsonl"), trades);
    List<String> words = new ArrayList<>(List.of("risk", "--portfolio", portfolio.toString(), "--market",
        market().toString(), "--out", directory.resolve("out").toString(), "--measures", "value,delta", "--paths",
        "262144", "--policy", "structural"));
    words.addAll(List.of(more));
    return CommandLineRunner.run(words.toArray(String[]::new));
  }

  /** The sum of a number over the objects that have a text and are in a currency. */
  private double sum(String text, String number, String currency) throws IOException {
    String summary = Files.readString(directory.resolve("out/summary.json")).replaceAll("\\s", "");
    return Pattern.compile("\\{" + text + "[^{}]*\"currency\":\"" + currency + "\",[^{}]*?\"" + number
        + "\":([-0-9.E]+)").matcher(summary).results().mapToDouble(match -> Double.parseDouble(match.group(1))).sum();
  }

  private double value(String currency) throws IOException {
    return sum("\"measure\":\"value\"", "value", currency);
  }

  private double profit(String currency) throws IOException {
    return sum("\"scenario\":", "profit", currency);
  }

  /**
   * Forwards without a strike: the quanto's drift is that of the closed form, the composite is the share in dollars. A
   * standard error is about 0.05, the quanto's drift moves its forward by 0.73.
   */
  @Test
  void totalsAreAddedUpInOneCurrency() throws IOException {
    List<String> trades = List.of("{\"id\":\"own\"," + CALL + "}",
        "{\"id\":\"quanto\"," + CALL + ",\"currency\":\"USD\",\"conversion\":\"quanto\"}",
        "{\"id\":\"composite\"," + CALL + ",\"currency\":\"USD\",\"conversion\":\"composite\"}",
        "{\"id\":\"pounds\"," + CALL.replace("SAP", "BP") + "}");
    double quanto = 100 * Math.exp(0.01 - 0.04 + 0.3 * 0.25 * 0.1);
    assertThat(risk(trades).status()).isZero();
    assertThat(value("EUR")).isCloseTo(100, within(0.25));
    assertThat(value("USD")).isCloseTo(quanto + 110, within(0.35));
    assertThat(risk(trades, "--reporting-currency", "USD").status()).isZero();
    assertThat(value("EUR")).isZero();
    assertThat(value("USD")).isCloseTo(110 + quanto + 110, within(0.5));
    assertThat(value("GBP")).isCloseTo(5, within(0.02));
  }

  /** A share in euros gains what the euro gains, although its value in euros stays as it is. */
  @Test
  void scenariosHaveWhatTheConversionGains() throws IOException {
    Path scenarios = Files.writeString(directory.resolve("scenarios.jsonl"),
        "{\"id\":\"euro up\",\"shifts\":[{\"type\":\"spot\",\"asset\":\"EURUSD\",\"relative\":0.1}]}\n");
    List<String> own = List.of("{\"id\":\"own\"," + CALL + "}");
    risk(own, "--scenarios", scenarios.toString());
    assertThat(profit("EUR")).isZero();
    risk(own, "--scenarios", scenarios.toString(), "--reporting-currency", "USD");
    assertThat(profit("USD")).isCloseTo(11, within(0.05));
  }

  @Test
  void whatIsMissingIsSaidWithItsPlace() throws IOException {
    risk(List.of("{\"id\":\"a\"," + CALL + ",\"currency\":\"USD\"}",
        "{\"id\":\"b\"," + CALL + ",\"currency\":\"GBP\",\"conversion\":\"quanto\"}",
        "{\"id\":\"c\"," + CALL + ",\"currency\":\"USD\",\"conversion\":\"quant\"}",
        "{\"id\":\"d\"," + CALL + ",\"currency\":\"JPY\",\"conversion\":\"quanto\"}",
        "{\"id\":\"e\"," + CALL + ",\"conversion\":\"quanto\"}"));
    assertThat(Files.readString(directory.resolve("out/results.csv"))).contains(
        "portfolio.jsonl:1:92: currency is 'USD', but SAP is quoted in EUR; to pay in another currency give a conversion",
        "portfolio.jsonl:2:92: there is no exchange rate of EUR and GBP, exchange rates: [EURUSD]",
        "portfolio.jsonl:3:111: conversion is 'quant', allowed: quanto, composite",
        "portfolio.jsonl:4:92: unknown curve JPY, known curves: [USD, EUR, GBP]",
        "portfolio.jsonl:5:1: currency is missing");
    assertThat(risk(List.of("{\"id\":\"a\"," + CALL + "}"), "--reporting-currency", "JPY").err())
        .contains("--reporting-currency is 'JPY', known curves: [USD, EUR, GBP]");
  }
}
