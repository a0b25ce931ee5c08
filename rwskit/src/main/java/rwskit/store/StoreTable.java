package rwskit.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A store's models as a table. */
final class StoreTable {
  private static final double HOURS = 24;

  private StoreTable() {}

  static Table of(String title, List<StoredFiles> models, Instant now) {
    Table table =
        Table.create(
            title,
            StringColumn.create("key"),
            StringColumn.create("role"),
            StringColumn.create("data"),
            StringColumn.create("network"),
            StringColumn.create("corruption"),
            StringColumn.create("seed"),
            DoubleColumn.create("validation TA"),
            DoubleColumn.create("validation RA"),
            LongColumn.create("bytes"),
            DoubleColumn.create("seconds"),
            DoubleColumn.create("age, days"));
    for (StoredFiles model : models) {
      table.stringColumn("key").append(model.key());
      table.stringColumn("role").append(model.role());
      table.stringColumn("data").append(model.data());
      table.stringColumn("network").append(model.network());
      table.stringColumn("corruption").append(model.corruption().orElse(""));
      table.stringColumn("seed").append(model.seed().orElse(""));
      table.doubleColumn("validation TA").append(model.validationTa());
      table.doubleColumn("validation RA").append(model.validationRa());
      table.longColumn("bytes").append(model.bytes());
      table.doubleColumn("seconds").append(model.record().seconds());
      table
          .doubleColumn("age, days")
          .append(Duration.between(model.finished(), now).toHours() / HOURS);
    }
    return table;
  }
}
