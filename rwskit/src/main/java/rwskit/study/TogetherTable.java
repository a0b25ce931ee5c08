package rwskit.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Patch;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** All signatures on one network at once, each with the same strength. */
final class TogetherTable {
  private TogetherTable() {}

  static Table of(
      Models models,
      List<Corruption> corruptions,
      int layers,
      List<Double> alphas,
      ProgressDisplay display) {
    Table table =
        Table.create(
            "%d signatures at once, %d layers".formatted(corruptions.size(), layers),
            StringColumn.create(PatchingTable.DATA),
            LongColumn.create(PatchingTable.SEED),
            DoubleColumn.create(PatchingTable.ALPHA),
            StringColumn.create(PatchingTable.CORRUPTION));
    Measuring.addColumns(table, PatchingTable.TA, PatchingTable.RA);
    List<Long> seeds = models.study().seeds();
    int total = seeds.size() * alphas.size() * (1 + corruptions.size());
    Measuring measuring = new Measuring(models.study(), "all signatures at once", total, display);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : seeds) {
      Models here = models.seed(seed);
      for (double alpha : alphas) {
        parts.add(() -> rows(table.emptyCopy(), here, corruptions, layers, alpha, measuring));
      }
    }
    return measuring.rows(table, parts);
  }

  private static Table rows(
      Table table,
      Models models,
      List<Corruption> corruptions,
      int layers,
      double alpha,
      Measuring measuring) {
    Patch patch = Patch.of(models.standard());
    for (Corruption corruption : corruptions) {
      patch = patch.add(models.signature(corruption).firstLayers(layers), alpha);
    }
    StateDict patched = patch.weights();
    Accuracy ta = measuring.ta(patched);
    for (Corruption corruption : corruptions) {
      table.stringColumn(PatchingTable.DATA).append(models.study().data().label());
      table.longColumn(PatchingTable.SEED).append(models.seed());
      table.doubleColumn(PatchingTable.ALPHA).append(alpha);
      table.stringColumn(PatchingTable.CORRUPTION).append(corruption.label());
      Measuring.append(table, PatchingTable.TA, ta);
      Measuring.append(table, PatchingTable.RA, measuring.ra(patched, corruption));
    }
    return table;
  }
}
