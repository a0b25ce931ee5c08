package rwskit.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import rwskit.corruption.Corruption;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** TA and RA of θ_std patched with one corruption's signature, by strength α. */
final class StrengthTable {
  private StrengthTable() {}

  static Table of(
      Models models,
      List<Corruption> corruptions,
      int layers,
      List<Double> alphas,
      ProgressDisplay display) {
    Table table =
        Table.create(
            "TA and RA by α, %d layers".formatted(layers),
            StringColumn.create(PatchingTable.DATA),
            StringColumn.create(PatchingTable.CORRUPTION),
            LongColumn.create(PatchingTable.SEED),
            DoubleColumn.create(PatchingTable.ALPHA));
    Measuring.addColumns(table, PatchingTable.TA, PatchingTable.RA);
    List<Long> seeds = models.study().seeds();
    int rows = corruptions.size() * seeds.size() * alphas.size();
    Measuring measuring = new Measuring(models.study(), "TA and RA by α", 2 * rows, display);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (Corruption corruption : corruptions) {
      for (long seed : seeds) {
        Models here = models.seed(seed);
        parts.add(() -> rows(table.emptyCopy(), here, corruption, layers, alphas, measuring));
      }
    }
    return measuring.rows(table, parts);
  }

  private static Table rows(
      Table table,
      Models models,
      Corruption corruption,
      int layers,
      List<Double> alphas,
      Measuring measuring) {
    StateDict standard = models.standard();
    Signature signature = models.signature(corruption).firstLayers(layers);
    for (double alpha : alphas) {
      StateDict patched = Patch.of(standard).add(signature, alpha).weights();
      table.stringColumn(PatchingTable.DATA).append(models.study().data().label());
      table.stringColumn(PatchingTable.CORRUPTION).append(corruption.label());
      table.longColumn(PatchingTable.SEED).append(models.seed());
      table.doubleColumn(PatchingTable.ALPHA).append(alpha);
      Measuring.append(table, PatchingTable.TA, measuring.ta(patched));
      Measuring.append(table, PatchingTable.RA, measuring.ra(patched, corruption));
    }
    return table;
  }
}
