package rwskit.study;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import rwskit.corruption.Corruption;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The tables of {@link Adversarial} in few lines, for reading. */
final class AdversarialMeans {
  private static final String ALL = "all";

  private AdversarialMeans() {}

  static Table byWeights(Table patching) {
    Map<String, Map<String, MeanAndSpread>> means = new LinkedHashMap<>();
    for (Row row : patching) {
      Map<String, MeanAndSpread> of =
          means.computeIfAbsent(weights(row), name -> new LinkedHashMap<>());
      for (String column :
          new String[] {PatchingTable.TA, Adversarial.ATTACKED, PatchingTable.GAP_CLOSED}) {
        if (!row.isMissing(column)) {
          of.computeIfAbsent(column, name -> new MeanAndSpread())
              .add(row.getLong(PatchingTable.SEED), row.getDouble(column));
        }
      }
    }
    return table(
        "accuracy, %",
        PatchingTable.WEIGHTS,
        means,
        PatchingTable.TA,
        Adversarial.ATTACKED,
        PatchingTable.GAP_CLOSED);
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
    Map<String, Map<String, MeanAndSpread>> means = new TreeMap<>();
    for (Row row : corruptions) {
      Corruption corruption = Corruption.named(row.getString(PatchingTable.CORRUPTION));
      String family = corruption.family().name().toLowerCase(Locale.ROOT);
      for (String place : new String[] {family, ALL}) {
        Map<String, MeanAndSpread> of = means.computeIfAbsent(place, name -> new LinkedHashMap<>());
        columns.forEach(
            (column, value) ->
                of.computeIfAbsent(column, name -> new MeanAndSpread())
                    .add(row.getLong(PatchingTable.SEED), value.applyAsDouble(row)));
      }
    }
    Map<String, Map<String, MeanAndSpread>> allLast = new LinkedHashMap<>(means);
    allLast.put(ALL, allLast.remove(ALL));
    return table(
        "gains in accuracy, percentage points",
        "family",
        allLast,
        columns.keySet().toArray(String[]::new));
  }

  private static ToDoubleFunction<Row> gain(String with, String without) {
    return row -> row.getDouble(with) - row.getDouble(without);
  }

  private static Table table(
      String name, String rows, Map<String, Map<String, MeanAndSpread>> means, String... columns) {
    Table table = Table.create(name, StringColumn.create(rows, means.keySet()));
    for (String column : columns) {
      table.addColumns(
          StringColumn.create(
              column,
              means.values().stream()
                  .map(of -> of.containsKey(column) ? of.get(column).toString() : "–")));
    }
    return table;
  }
}
