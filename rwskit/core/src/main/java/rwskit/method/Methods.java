package rwskit.method;

import java.util.List;
import java.util.stream.Collectors;
import rwskit.file.BadInputException;

/** All methods that need nothing but weights, each with the parameters that it has by itself. */
public final class Methods {
  private static final List<Method> ALL =
      List.of(
          new Rws(),
          new TaskArithmetic(),
          new WeightDifference(),
          new CopiedLayers(),
          new WiseFt(),
          new Ties(),
          new Dare(),
          new Breadcrumbs(),
          new ModelStock(),
          new TaskSingularVectors(),
          new IsotropicMerging(),
          Lines.forward(),
          Lines.reversed(),
          new FixedProjection(),
          new RandomDirection());

  private Methods() {}

  /**
   * @return all, RWS first, controls last
   */
  public static List<Method> all() {
    return ALL;
  }

  /**
   * @param name a method's {@link Method#name}
   * @return that method
   * @throws BadInputException if there is none; the message lists all
   */
  public static Method named(String name) {
    return ALL.stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "no method "
                        + name
                        + "; there are "
                        + ALL.stream().map(Method::name).collect(Collectors.joining(", "))));
  }
}
