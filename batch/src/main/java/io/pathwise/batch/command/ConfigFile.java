package io.pathwise.batch.command;

import io.pathwise.batch.input.ConfigReader;
import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.Location;
import io.pathwise.batch.log.Excerpt;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Puts the options of {@code --config FILE} before those of the command line, except for those that the command line
 * gives itself. Paths in the file are meant relative to it. Start at {@link #addTo}.
 */
final class ConfigFile implements IParameterPreprocessor {
  private static final String OPTION = "--config";
  private static final Pattern OPTION_NAME = Pattern.compile("--[a-z-]+");
  private static final Set<String> NOT_IN_FILES = Set.of(OPTION, "--help", "--version");
  /** What an option on the command line replaces beside itself, since these exclude each other. */
  private static final Map<String, Set<String>> REPLACED = Map.of("--paths", Set.of("--target-error", "--max-paths"),
      "--target-error", Set.of("--paths"));

  private final Map<String, Location> used = new HashMap<>();

  /** Gives a command the option. */
  static CommandLine addTo(CommandLine command) {
    command.getCommandSpec().preprocessor(new ConfigFile())
        .addOption(OptionSpec.builder(OPTION).paramLabel("FILE").type(Path.class).description(
            "Options, as a JSON object of names without dashes; those of the command line win. Paths in it are relative to it.")
            .build());
    return command;
  }

  @Override
  public boolean preprocess(Stack<String> args, CommandSpec command, @Nullable ArgSpec argument,
      Map<String, Object> info) {
    used.clear();
    Optional<Path> file = file(args, command);
    if (file.isPresent()) {
      Set<String> replaced = replaced(args);
      for (ConfigReader.Setting setting : read(file.get(), command).reversed()) {
        String name = "--" + setting.name();
        OptionSpec option = Objects.requireNonNull(command.findOption(name));
        if (!replaced.contains(name) && push(args, option, name, setting, file.get(), command)) {
          used.put(name, setting.location());
        }
      }
    }
    return false;
  }

  /** What comes before a message about options: the place in the file of the first that comes from there. */
  String place(ParameterException exception) {
    Stream<String> names = exception.getArgSpec() instanceof OptionSpec option
        ? Stream.of(option.longestName())
        : OPTION_NAME.matcher(String.valueOf(exception.getMessage())).results().map(MatchResult::group);
    return names.flatMap(name -> Optional.ofNullable(used.get(name)).stream()).findFirst()
        .map(location -> location + ": ").orElse("");
  }

  private static Optional<Path> file(Stack<String> args, CommandSpec command) {
    Optional<Path> file = Optional.empty();
    for (int i = args.size() - 1; i >= 0; i--) {
      String name = args.get(i);
      if (name.equals(OPTION) && i > 0) {
        file = Optional.of(path(args.get(i - 1), command));
      } else if (name.startsWith(OPTION + "=")) {
        file = Optional.of(path(name.substring(OPTION.length() + 1), command));
      }
    }
    return file;
  }

  private static Path path(String text, CommandSpec command) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ParameterException(command.commandLine(), OPTION + ": " + e.getMessage(), e);
    }
  }

  private static Set<String> replaced(List<String> args) {
    Set<String> replaced = new HashSet<>();
    for (String argument : args) {
      String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
      replaced.add(name);
      replaced.addAll(REPLACED.getOrDefault(name, Set.of()));
    }
    return replaced;
  }

  private static List<ConfigReader.Setting> read(Path file, CommandSpec command) {
    List<String> allowed = command.options().stream().map(OptionSpec::longestName)
        .filter(Predicate.not(NOT_IN_FILES::contains)).map(name -> name.substring(2)).toList();
    try {
      return ConfigReader.read(file, allowed);
    } catch (InvalidInputException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Puts an option on the stack; a switch that is off is no option. */
  private static boolean push(Stack<String> args, OptionSpec option, String name, ConfigReader.Setting setting,
      Path file, CommandSpec command) {
    String text = setting.text();
    if (option.typeInfo().isBoolean()) {
      return switch (text) {
        case "true" -> {
          args.push(name);
          yield true;
        }
        case "false" -> false;
        default -> throw new ParameterException(command.commandLine(),
            setting.location() + ": " + setting.name() + " is '" + Excerpt.of(text) + "', must be true or false");
      };
    }
    boolean isPath = option.typeInfo().getType() == Path.class && !text.equals(option.defaultValue());
    try {
      args.push(name + "=" + (isPath ? file.resolveSibling(text) : text));
      return true;
    } catch (InvalidPathException e) {
      throw new ParameterException(command.commandLine(),
          setting.location() + ": " + setting.name() + " is no path: " + Excerpt.of(String.valueOf(e.getMessage())), e);
    }
  }
}
