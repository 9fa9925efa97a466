package io.pathwise.batch.command;

import io.pathwise.batch.output.TextTable;
import io.pathwise.pricing.definition.DefinedField;
import io.pathwise.pricing.definition.ProductDefinition;
import io.pathwise.pricing.definition.ProductDefinitions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pathwise products}: the products that are scripts with fields, or one of them in full. */
@Command(name = "products", description = "Lists the products that are defined by a script, or shows the fields and the script of one.", mixinStandardHelpOptions = true)
final class ProductsCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "TYPE", description = "The product to show.")
  private @Nullable String type;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (type == null) {
      for (ProductDefinition definition : ProductDefinitions.all()) {
        out.println(definition.name());
        out.println("    " + definition.description());
      }
    } else {
      show(out, named(type));
    }
    out.flush();
    return ExitCode.OK.status();
  }

  private ProductDefinition named(String name) {
    return ProductDefinitions.find(name).orElseThrow(() -> new ParameterException(spec.commandLine(),
        "there is no product '" + name + "' with a definition, allowed: "
            + ProductDefinitions.all().stream().map(ProductDefinition::name).collect(Collectors.joining(", "))));
  }

  private static void show(PrintWriter out, ProductDefinition definition) {
    out.println(definition.name());
    out.println("    " + definition.description());
    out.println();
    TextTable table = new TextTable("field", "holds", "if missing", "meaning");
    table.row(definition.hasOneAsset() ? "asset" : "assets", definition.hasOneAsset() ? "id" : "ids", "must be given",
        "What it is on.");
    for (DefinedField field : definition.fields()) {
      table.row(field.name(), field.allowed(), field.missing().orElse("must be given"), field.description());
    }
    out.print(table);
    out.println();
    out.println(definition.body().strip());
  }
}
