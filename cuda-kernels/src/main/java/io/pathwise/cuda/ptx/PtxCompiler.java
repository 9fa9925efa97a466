package io.pathwise.cuda.ptx;

import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerCompile;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerCreate;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerDestroy;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetCompiledProgram;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetCompiledProgramSize;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetErrorLog;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetErrorLogSize;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetInfoLog;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetInfoLogSize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/**
 * NVIDIA's PTX compiler, which needs no GPU and no driver, in a JVM of its own, since bad text may end the process it
 * runs in. Start at {@link #compile}; {@link #main} is what runs there.
 */
public final class PtxCompiler {

  private static final String HEADER = "== ";
  private static final Pattern SECTION = Pattern.compile(HEADER + "(.*)\\R(.*)\\R((?s:.*?))(?=" + HEADER + "|\\z)");
  private static final Pattern SPILL = Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");

  private static final Pattern CODE = Pattern.compile("machine code of (\\w+): (\\w+)");

  private PtxCompiler() {}

  /**
   * What the compiler said of a text for one architecture.
   *
   * @param error
   *          its message; empty if it took the text
   * @param registers
   *          the most a thread of any entry uses
   * @param spilled
   *          bytes that all entries store for want of registers
   * @param machineCode
   *          a digest of the machine code of every entry, by its name
   */
  public record Report(String error, int registers, int spilled, Map<String, String> machineCode) {}

  /**
   * Compiles texts.
   *
   * @param directory
   *          for the files
   * @param texts
   *          by file name
   * @param architectures
   *          such as sm_80
   * @return a report for every "name architecture"
   * @throws IllegalStateException
   *           if the process fails or takes more than five minutes
   */
  public static Map<String, Report> compile(Path directory, Map<String, String> texts, List<String> architectures)
      throws IOException, InterruptedException {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Files.writeString(directory.resolve(text.getKey()), text.getValue());
    }
    List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        PtxCompiler.class.getName(), directory.toString()));
    command.addAll(architectures);
    Path log = Files.createTempFile("ptx-compiler", ".log");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("the compiler failed: " + Files.readString(log));
    }
    Map<String, Report> reports = new TreeMap<>();
    SECTION.matcher(Files.readString(log)).results()
        .forEach(section -> reports.put(section.group(1), report(section.group(2), section.group(3))));
    Files.delete(log);
    return reports;
  }

  private static Report report(String result, String log) {
    return new Report(result.equals("ok") ? "" : result + ": " + log.strip(),
        REGISTERS.matcher(log).results().mapToInt(match -> Integer.parseInt(match.group(1))).max().orElse(-1),
        SPILL.matcher(log).results().mapToInt(match -> Integer.parseInt(match.group(1))).sum(),
        CODE.matcher(log).results()
            .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2))));
  }

  /** Compiles all files of a directory, the first argument, for the architectures behind it. */
  public static void main(String[] arguments) throws IOException {
    JNvPTXCompiler.setExceptionsEnabled(false);
    List<String> architectures = List.of(arguments).subList(1, arguments.length);
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      List<Path> all = files.toList();
      all.parallelStream().flatMap(file -> architectures.stream()
          .map(architecture -> HEADER + file.getFileName() + " " + architecture + "\n" + compile(file, architecture)))
          .forEachOrdered(System.out::println);
    }
  }

  private static String compile(Path file, String architecture) {
    byte[] text;
    try {
      text = (Files.readString(file) + "\0").getBytes(StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var handle = new nvPTXCompilerHandle();
    int created = nvPTXCompilerCreate(handle, text.length, text);
    if (created != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
      return nvPTXCompileResult.stringFor(created) + "\n";
    }
    String[] options = {"--gpu-name=" + architecture, "--verbose"};
    int result = nvPTXCompilerCompile(handle, options.length, options);
    long[] size = new long[1];
    byte[] log;
    String code = "";
    if (result == nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
      nvPTXCompilerGetInfoLogSize(handle, size);
      log = new byte[(int) size[0] + 1];
      nvPTXCompilerGetInfoLog(handle, log);
      nvPTXCompilerGetCompiledProgramSize(handle, size);
      byte[] program = new byte[(int) size[0]];
      nvPTXCompilerGetCompiledProgram(handle, program);
      code = machineCode(program);
    } else {
      nvPTXCompilerGetErrorLogSize(handle, size);
      log = new byte[(int) size[0] + 1];
      nvPTXCompilerGetErrorLog(handle, log);
    }
    nvPTXCompilerDestroy(handle);
    String status = result == nvPTXCompileResult.NVPTXCOMPILE_SUCCESS ? "ok" : nvPTXCompileResult.stringFor(result);
    return status + "\n" + new String(log, StandardCharsets.US_ASCII).replace("\0", "") + code;
  }

  /** A line for every section of a 64-bit ELF file whose name begins with .text; places are those of the header. */
  private static String machineCode(byte[] program) {
    ByteBuffer elf = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    int headers = (int) elf.getLong(0x28);
    int headerSize = elf.getShort(0x3A);
    int count = elf.getShort(0x3C);
    int names = (int) elf.getLong(headers + elf.getShort(0x3E) * headerSize + 0x18);
    StringBuilder lines = new StringBuilder("\n");
    for (int section = 0; section < count; section++) {
      int header = headers + section * headerSize;
      int begin = names + elf.getInt(header);
      int end = begin;
      while (program[end] != 0) {
        end++;
      }
      String name = new String(program, begin, end - begin, StandardCharsets.US_ASCII);
      if (name.startsWith(".text.")) {
        int offset = (int) elf.getLong(header + 0x18);
        byte[] code = Arrays.copyOfRange(program, offset, offset + (int) elf.getLong(header + 0x20));
        lines.append("machine code of ").append(name.substring(6)).append(": ").append(digest(code)).append('\n');
      }
    }
    return lines.toString();
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
