package rwskit.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import rwskit.method.Method;
import rwskit.method.Methods;
import rwskit.method.Parameter;

/** An option for each parameter that a method has, so that a new method needs no line here. */
final class MethodOptions implements IModelTransformer {
  @Override
  public CommandSpec transform(CommandSpec spec) {
    descriptions()
        .forEach(
            (name, description) ->
                spec.addOption(
                    OptionSpec.builder(option(name))
                        .type(Double.class)
                        .paramLabel("NUMBER")
                        .description(String.join("; ", description))
                        .build()));
    return spec;
  }

  /**
   * @return the parameters that were given, by name
   */
  static Map<String, Double> values(CommandSpec spec) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String name : descriptions().keySet()) {
      Double value = spec.findOption(option(name)).getValue();
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  private static Map<String, List<String>> descriptions() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (Method method : Methods.all()) {
      for (Parameter parameter : method.parameters().all()) {
        all.computeIfAbsent(parameter.name(), name -> new ArrayList<>())
            .add(
                "%s: %s (default: %s)"
                    .formatted(
                        method.name(),
                        parameter.meaning(),
                        parameter.toString().substring(parameter.name().length() + 1)));
      }
    }
    return all;
  }

  private static String option(String name) {
    return "--" + name;
  }
}
