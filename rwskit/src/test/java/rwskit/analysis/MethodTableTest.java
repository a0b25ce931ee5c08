package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rwskit.method.Method;
import rwskit.method.Methods;
import tech.tablesaw.api.Table;

class MethodTableTest {
  @Test
  void everyMethodHasARow() {
    Table table = MethodTable.of(Methods.all());
    assertThat(table.stringColumn("method").asList())
        .containsExactlyElementsOf(Methods.all().stream().map(Method::name).toList());
    assertThat(table.stringColumn("parameters").asList()).contains("density=0.2");
    assertThat(table.stringColumn("needs").asList()).allSatisfy(n -> assertThat(n).isNotBlank());
  }
}
