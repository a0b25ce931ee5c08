package rwskit.study;

import java.util.List;
import rwskit.analysis.WeightVector;
import rwskit.corruption.Corruption;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Two signatures on one network: RA on images of each corruption and on images with both, without a
 * patch, with one signature, and with both.
 */
public final class CompositionTable {
  /** Column: the first corruption. */
  public static final String FIRST = "first";

  /** Column: the second corruption, on images with both the later one. */
  public static final String SECOND = "second";

  /** Column: cosine of the two signatures. */
  public static final String COSINE = "cosine";

  /** Column: which images: {@code first}, {@code second} or {@code both}. */
  public static final String IMAGES = "images";

  /** Column: RA of θ_std. */
  public static final String NONE = "RA unpatched";

  /** Column: RA with the first signature alone. */
  public static final String WITH_FIRST = "RA with first";

  /** Column: RA with the second signature alone. */
  public static final String WITH_SECOND = "RA with second";

  /** Column: RA with both signatures. */
  public static final String WITH_BOTH = "RA with both";

  private static final String[] MEASURED = {NONE, WITH_FIRST, WITH_SECOND, WITH_BOTH};
  private static final int KINDS_OF_IMAGES = 3;

  private CompositionTable() {}

  static Table of(
      Models models,
      List<Corruption> corruptions,
      int layers,
      double alpha,
      ProgressDisplay display) {
    Table table =
        Table.create(
            "two signatures at once",
            StringColumn.create(PatchingTable.DATA),
            LongColumn.create(PatchingTable.SEED),
            StringColumn.create(FIRST),
            StringColumn.create(SECOND),
            DoubleColumn.create(COSINE),
            StringColumn.create(IMAGES));
    Measuring.addColumns(table, MEASURED);
    int pairs = corruptions.size() * (corruptions.size() - 1) / 2;
    int total = models.study().seeds().size() * pairs * KINDS_OF_IMAGES * MEASURED.length;
    Measuring measuring = new Measuring(models.study(), "pairs of signatures", total, display);
    for (long seed : models.study().seeds()) {
      for (int i = 0; i < corruptions.size(); i++) {
        for (int j = i + 1; j < corruptions.size(); j++) {
          add(
              table,
              models.seed(seed),
              corruptions.get(i),
              corruptions.get(j),
              layers,
              alpha,
              measuring);
        }
      }
    }
    measuring.finish();
    return table;
  }

  private static void add(
      Table table,
      Models models,
      Corruption first,
      Corruption second,
      int layers,
      double alpha,
      Measuring measuring) {
    Signature one = models.signature(first).firstLayers(layers);
    Signature other = models.signature(second).firstLayers(layers);
    double cosine = WeightVector.of(one).cosine(WeightVector.of(other));
    StateDict standard = models.standard();
    List<StateDict> weights =
        List.of(
            standard,
            Patch.of(standard).add(one, alpha).weights(),
            Patch.of(standard).add(other, alpha).weights(),
            Patch.of(standard).add(one, alpha).add(other, alpha).weights());
    List<Corruption[]> images =
        List.of(
            new Corruption[] {first}, new Corruption[] {second}, new Corruption[] {first, second});
    List<String> names = List.of("first", "second", "both");
    for (int kind = 0; kind < images.size(); kind++) {
      table.stringColumn(PatchingTable.DATA).append(models.study().data().label());
      table.longColumn(PatchingTable.SEED).append(models.seed());
      table.stringColumn(FIRST).append(first.label());
      table.stringColumn(SECOND).append(second.label());
      table.doubleColumn(COSINE).append(cosine);
      table.stringColumn(IMAGES).append(names.get(kind));
      for (int i = 0; i < MEASURED.length; i++) {
        Measuring.append(table, MEASURED[i], measuring.ra(weights.get(i), images.get(kind)));
      }
    }
  }
}
