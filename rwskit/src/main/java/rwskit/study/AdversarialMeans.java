package rwskit.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import rwskit.corruption.Corruption;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The tables of {@link Adversarial} in few lines, for reading. */
final class AdversarialMeans {
  private static final String ALL = "all";

  private AdversarialMeans() {}

  static Table byWeights(Table patching) {
    List<String> columns =
        List.of(PatchingTable.TA, Adversarial.ATTACKED, PatchingTable.GAP_CLOSED);
    GroupedMeans<String> means = new GroupedMeans<>();
    for (Row row : patching) {
      means.addAll(weights(row), columns, row);
    }
    List<String> kinds = means.groups();
    return means.appendTo(
        Table.create("accuracy, %", StringColumn.create(PatchingTable.WEIGHTS, kinds)),
        kinds,
        columns);
  }

  private static String weights(Row row) {
    if (row.isMissing(PatchingTable.ALPHA)) {
      return row.getString(PatchingTable.WEIGHTS);
    }
    int layers = row.getInt(PatchingTable.LAYERS);
    return String.format(
        Locale.ROOT,
        "RWS_adv, %d %s, α = %.1f",
        layers,
        layers == 1 ? "layer" : "layers",
        row.getDouble(PatchingTable.ALPHA));
  }

  static Table byFamily(Table corruptions) {
    Map<String, ToDoubleFunction<Row>> columns = new LinkedHashMap<>();
    columns.put("cosine, %", row -> 100 * row.getDouble(Adversarial.COSINE));
    columns.put(
        "RWS_c under attack", gain(Adversarial.ATTACKED_SIGNATURE, Adversarial.ATTACKED_STANDARD));
    columns.put("RWS_adv on c", gain(Adversarial.SIGNATURE, Adversarial.STANDARD));
    columns.put("θ_adv on c", gain(Adversarial.ROBUST, Adversarial.STANDARD));
    columns.put("RWS_c on c", gain(Adversarial.OWN, Adversarial.STANDARD));
    GroupedMeans<String> means = new GroupedMeans<>();
    for (Row row : corruptions) {
      Corruption corruption = Corruption.named(row.getString(PatchingTable.CORRUPTION));
      String family = corruption.family().name().toLowerCase(Locale.ROOT);
      for (String place : new String[] {family, ALL}) {
        columns.forEach((column, value) -> means.add(place, column, row, value.applyAsDouble(row)));
      }
    }
    List<String> allLast =
        Stream.concat(
                means.groups().stream().filter(place -> !place.equals(ALL)).sorted(),
                Stream.of(ALL))
            .toList();
    return means.appendTo(
        Table.create(
            "gains in accuracy, percentage points", StringColumn.create("family", allLast)),
        allLast,
        columns.keySet());
  }

  private static ToDoubleFunction<Row> gain(String with, String without) {
    return row -> row.getDouble(with) - row.getDouble(without);
  }
}
