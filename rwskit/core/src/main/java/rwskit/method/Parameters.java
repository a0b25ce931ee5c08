package rwskit.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import rwskit.file.BadInputException;

/**
 * All parameters of one method, in order.
 *
 * @param all their names are different
 */
public record Parameters(List<Parameter> all) {
  /** Copies the list. */
  public Parameters {
    all = List.copyOf(all);
  }

  static Parameters of(Parameter... all) {
    return new Parameters(List.of(all));
  }

  double value(String name) {
    return all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow().value();
  }

  Parameters with(String name, double value) {
    return with(Map.of(name, value));
  }

  /**
   * @param values new values by the parameters' names; the others stay
   * @return these parameters with those values
   * @throws BadInputException if there is no parameter of one of the names, or a value is not in
   *     its range
   */
  public Parameters with(Map<String, Double> values) {
    TreeSet<String> unknown = new TreeSet<>(values.keySet());
    List<Parameter> changed = new ArrayList<>();
    for (Parameter one : all) {
      unknown.remove(one.name());
      changed.add(values.containsKey(one.name()) ? one.with(values.get(one.name())) : one);
    }
    if (!unknown.isEmpty()) {
      throw new BadInputException(
          "no parameter %s; there %s"
              .formatted(unknown.first(), all.isEmpty() ? "is none" : "are " + names()));
    }
    return new Parameters(changed);
  }

  private String names() {
    return all.stream().map(Parameter::name).collect(Collectors.joining(", "));
  }

  /**
   * @return names and values, for instance {@code density=0.2 seed=0}; empty if there is none
   */
  @Override
  public String toString() {
    return all.stream().map(Parameter::toString).collect(Collectors.joining(" "));
  }
}
