package io.pathwise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the project: links lead to files, and lines can be read in a terminal. */
class DocsTest {

  private static final Path ROOT = Path.of("..");
  private static final int WIDEST = 120;
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 2)) {
      List<Path> pages = files.filter(file -> file.toString().endsWith(".md")).map(ROOT::relativize).sorted().toList();
      assertThat(pages).contains(Path.of("README.md"), Path.of("docs/walk.md"), Path.of("greeks/README.md"));
      return pages;
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFiles(Path page) throws IOException {
    Path folder = ROOT.resolve(page).resolveSibling(".");
    List<String> dead = new ArrayList<>();
    for (Matcher link = LINK.matcher(Files.readString(ROOT.resolve(page))); link.find();) {
      String target = link.group(1);
      if (!target.contains("://") && !Files.exists(folder.resolve(target))) {
        dead.add(target);
      }
    }
    assertThat(dead).isEmpty();
  }

  /** Tables and code may be wider. */
  @ParameterizedTest
  @MethodSource("pages")
  void linesOfTextAreShort(Path page) throws IOException {
    List<String> wide = new ArrayList<>();
    boolean isCode = false;
    for (String line : Files.readAllLines(ROOT.resolve(page))) {
      isCode ^= line.startsWith("```");
      boolean isText = !isCode && !line.startsWith("|") && !line.startsWith("    ");
      if (isText && line.codePointCount(0, line.length()) > WIDEST) {
        wide.add(line);
      }
    }
    assertThat(wide).isEmpty();
  }
}
