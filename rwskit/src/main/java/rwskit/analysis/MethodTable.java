package rwskit.analysis;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import rwskit.method.Method;
import rwskit.method.Need;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Methods as a table: the columns are method, needs, parameters, cost, source, what it does. */
public final class MethodTable {
  private MethodTable() {}

  /**
   * @param methods which, such as {@link rwskit.method.Methods#all}
   * @return a row for each method: what it needs, can be set by, costs and does
   */
  public static Table of(List<Method> methods) {
    Table table = Table.create("methods");
    add(table, methods, "method", Method::name);
    add(table, methods, "needs", MethodTable::needs);
    add(table, methods, "parameters", method -> method.parameters().toString());
    add(table, methods, "cost", Method::cost);
    add(table, methods, "source", Method::source);
    add(table, methods, "what it does", Method::summary);
    return table;
  }

  private static void add(
      Table table, List<Method> methods, String column, Function<Method, String> text) {
    table.addColumns(StringColumn.create(column, methods.stream().map(text).toList()));
  }

  private static String needs(Method method) {
    return method.needs().stream().map(Need::toString).collect(Collectors.joining(", "));
  }
}
