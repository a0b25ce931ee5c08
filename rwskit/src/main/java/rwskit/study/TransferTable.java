package rwskit.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Patch;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Signatures carried from one data set to another: RA of a set's θ_std as it is, patched with its
 * own signature, with the other set's signature of the same corruption, and, as a control, with the
 * other set's signatures of wrong corruptions; and of its θ_c.
 */
public final class TransferTable {
  /** Column: RA of θ_std. */
  public static final String STANDARD = "RA standard";

  /** Column: RA patched with the signature of the same data set. */
  public static final String OWN = "RA own signature";

  /** Column: RA patched with the other data set's signature of the same corruption. */
  public static final String OTHER = "RA other set's signature";

  /** Column: the same with wrong corruptions, mean over {@value #WRONG_ONES} of them. */
  public static final String WRONG = "RA other set's wrong signatures";

  /** Column: RA of θ_c. */
  public static final String ROBUST = "RA robust";

  /** Column: where the carried signatures are from. */
  public static final String FROM = "from";

  private static final int WRONG_ONES = 3;
  private static final List<String> MEASURED = List.of(STANDARD, OWN, OTHER, ROBUST);

  private final Models target;
  private final Models source;
  private final int layers;
  private final double alpha;
  private final List<Corruption> corruptions;
  private final Measuring measuring;

  private TransferTable(
      Models target, Models source, int layers, double alpha, ProgressDisplay display) {
    this.target = target;
    this.source = source;
    this.layers = layers;
    this.alpha = alpha;
    this.corruptions =
        target.study().corruptions().stream()
            .filter(source.study().corruptions()::contains)
            .toList();
    if (corruptions.size() < 2) {
      throw new BadInputException(
          "transfer from %s to %s needs two corruptions that both have, found %s"
              .formatted(source.study().name(), target.study().name(), corruptions));
    }
    int rows = corruptions.size() * target.study().seeds().size();
    this.measuring =
        new Measuring(target.study(), "transfer", rows * (MEASURED.size() + WRONG_ONES), display);
  }

  static Table of(Models target, Models source, int layers, double alpha, ProgressDisplay display) {
    return new TransferTable(target, source, layers, alpha, display).measure();
  }

  /**
   * Means over corruptions, ± one standard deviation over seeds.
   *
   * @param transfer rows of any number of directions, as {@link Models#transferFrom}
   * @return a row for each data set that was patched
   */
  public static Table summary(Table transfer) {
    List<String> columns = List.of(STANDARD, WRONG, OTHER, OWN, ROBUST);
    GroupedMeans<String> means = new GroupedMeans<>();
    for (Row row : transfer) {
      means.addAll(row.getString(PatchingTable.DATA), columns, row);
    }
    List<String> sets = means.groups();
    return means.appendTo(
        Table.create("mean RA, %", StringColumn.create(PatchingTable.DATA, sets)), sets, columns);
  }

  private Table measure() {
    Table table =
        Table.create(
            "RA with signatures of another data set",
            StringColumn.create(PatchingTable.DATA),
            StringColumn.create(FROM),
            StringColumn.create(PatchingTable.CORRUPTION),
            LongColumn.create(PatchingTable.SEED));
    Measuring.addColumns(table, MEASURED.toArray(String[]::new));
    table.addColumns(DoubleColumn.create(WRONG));
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : target.study().seeds()) {
      for (Corruption corruption : corruptions) {
        parts.add(() -> row(table.emptyCopy(), seed, corruption));
      }
    }
    return measuring.rows(table, parts);
  }

  private Table row(Table table, long seed, Corruption corruption) {
    table.stringColumn(PatchingTable.DATA).append(target.study().data().label());
    table.stringColumn(FROM).append(source.study().data().label());
    table.stringColumn(PatchingTable.CORRUPTION).append(corruption.label());
    table.longColumn(PatchingTable.SEED).append(seed);
    Models here = target.seed(seed);
    // Where the other study lacks the seed, its first must do.
    Models there = source.study().seeds().contains(seed) ? source.seed(seed) : source;
    StateDict standard = here.standard();
    Measuring.append(table, STANDARD, measuring.ra(standard, corruption));
    Measuring.append(table, OWN, measuring.ra(patched(standard, here, corruption), corruption));
    Measuring.append(table, OTHER, measuring.ra(patched(standard, there, corruption), corruption));
    Measuring.append(table, ROBUST, measuring.ra(here.robust(corruption), corruption));
    double wrong =
        wrongOnes(corruptions, corruption).stream()
            .mapToDouble(
                other -> measuring.ra(patched(standard, there, other), corruption).percent())
            .average()
            .orElseThrow();
    table.doubleColumn(WRONG).append(wrong);
    return table;
  }

  private StateDict patched(StateDict standard, Models of, Corruption corruption) {
    return Patch.of(standard).add(of.signature(corruption).firstLayers(layers), alpha).weights();
  }

  /** Wrong corruptions, evenly spread over a list that is sorted by families. */
  static List<Corruption> wrongOnes(List<Corruption> corruptions, Corruption corruption) {
    int place = corruptions.indexOf(corruption);
    int count = Math.min(WRONG_ONES, corruptions.size() - 1);
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                corruptions.get(
                    (place + i * corruptions.size() / (count + 1)) % corruptions.size()))
        .toList();
  }
}
