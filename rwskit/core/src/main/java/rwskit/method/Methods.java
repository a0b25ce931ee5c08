package rwskit.method;

import java.util.List;
import rwskit.file.BadInputException;
import rwskit.file.Spelling;

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
   * @param name a method's {@link Method#name}, in upper or lower case
   * @return that method
   * @throws BadInputException if there is none; the message lists all
   */
  public static Method named(String name) {
    List<String> names = ALL.stream().map(Method::name).toList();
    return Spelling.meant(name, names)
        .map(meant -> ALL.get(names.indexOf(meant)))
        .orElseThrow(
            () ->
                new BadInputException(
                    "no method %s; there are %s%s"
                        .formatted(
                            name, String.join(", ", names), Spelling.suggestion(name, names))));
  }
}
