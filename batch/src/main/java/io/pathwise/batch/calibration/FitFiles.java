package io.pathwise.batch.calibration;

import io.pathwise.batch.output.OutputFile;
import io.pathwise.batch.output.UnwritableOutputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The files of a fit: the market, and a page if one is asked for, both whole or not at all. Start at {@link #open}. */
final class FitFiles implements AutoCloseable {
  private final Path out;
  private final Optional<Path> report;
  private final OutputFile market;
  private final Optional<OutputFile> page;

  private FitFiles(Path out, Optional<Path> report) {
    this.out = out;
    this.report = report;
    market = OutputFile.create(out);
    try {
      page = report.map(OutputFile::create);
    } catch (UnwritableOutputException e) {
      market.close();
      throw e;
    }
  }

  /** Writes a page. */
  interface PageText {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Begins the files; makes the directory of the market.
   *
   * @throws UnwritableOutputException
   *           when one of them cannot be written
   */
  static FitFiles open(Path out, Optional<Path> report) {
    try {
      Path directory = out.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
    } catch (IOException e) {
      throw new UnwritableOutputException(out, e);
    }
    return new FitFiles(out, report);
  }

  /** Refuses places where something is read from, or another file goes. */
  static void requireOwnPlaces(Path market, Path source, String sources, Path out, Optional<Path> report) {
    if (out.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
      throw new UnwritableOutputException(out, "a market that is a table has this name, this one is JSON");
    }
    if (isSame(out, source)) {
      throw new UnwritableOutputException(out, "the " + sources + " are read from there");
    }
    for (Path other : List.of(market, source, out)) {
      if (report.filter(page -> isSame(page, other)).isPresent()) {
        throw new UnwritableOutputException(other, "it is both the report and the market or the " + sources);
      }
    }
  }

  private static boolean isSame(Path a, Path b) {
    try {
      return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize())
          || (Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b));
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes the market and the page, and puts them into their places. */
  void publish(String text, PageText pageText) {
    try {
      market.stream().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UnwritableOutputException(out, e);
    }
    publishPage(pageText, market::publish);
  }

  /** Writes the page alone: the market stays as it was. */
  void publishPage(PageText pageText) {
    publishPage(pageText, () -> {
    });
  }

  private void publishPage(PageText pageText, Runnable before) {
    page.ifPresent(file -> {
      try {
        pageText.write(file.stream());
      } catch (IOException e) {
        throw new UnwritableOutputException(report.orElse(out), e);
      }
    });
    before.run();
    page.ifPresent(OutputFile::publish);
  }

  @Override
  public void close() {
    market.close();
    page.ifPresent(OutputFile::close);
  }
}
