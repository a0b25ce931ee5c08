package rwskit.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import rwskit.analysis.Columns;
import rwskit.evaluation.Evaluation;
import rwskit.method.Merge;
import rwskit.signature.Quantizer;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Table;

/** One run of a comparison: measures every method on its cases. */
final class ComparisonRun {
  /** Four bytes a number: not quantised. */
  static final int FLOAT_BITS = 32;

  private final ComparisonSetting setting;
  private final Comparison.Choices choices;
  private final Measurement measurement;
  private final Map<ComparisonKey, RightImages> right;
  private final Evaluation test;
  private final Evaluation validation;

  /**
   * @param right receives which test images were right, of every row
   */
  ComparisonRun(
      ComparisonSetting setting,
      Comparison.Choices choices,
      Measurement measurement,
      Map<ComparisonKey, RightImages> right) {
    this.setting = setting;
    this.choices = choices;
    this.measurement = measurement;
    this.right = right;
    this.test = setting.target().evaluation();
    this.validation = setting.target().study().validation();
  }

  /** How many are told to the measurement for each case. */
  int accuraciesOfACase() {
    int references = 2;
    int strengths = choices.alphas().size() * choices.bits().size();
    return references
        + choices.candidates().stream()
            .mapToInt(of -> extents(of).size() * of.draws() * strengths)
            .sum();
  }

  /** All methods on one case. */
  Supplier<Table> rowsOf(ComparisonCase one) {
    return () -> {
      Table table = ComparisonRows.empty();
      ComparisonRows rows = new ComparisonRows(table, setting, one);
      add(rows, Columns.STANDARD, one.unchanged(test), one.unchanged(validation));
      add(rows, Columns.ROBUST, one.experts(test), one.experts(validation));
      for (Candidate candidate : choices.candidates()) {
        extents(candidate).forEach(layers -> measure(one, candidate, layers, rows));
      }
      return table;
    };
  }

  private void add(ComparisonRows rows, String kind, RightImages tested, RightImages validated) {
    right.put(rows.add(kind, tested, validated), tested);
    measurement.counted(test.images());
  }

  /** How many layers a method may change; empty for the whole network. */
  private List<OptionalInt> extents(Candidate candidate) {
    return candidate.isWhole()
        ? List.of(OptionalInt.empty())
        : choices.layers().stream().map(OptionalInt::of).toList();
  }

  private void measure(
      ComparisonCase one, Candidate candidate, OptionalInt layers, ComparisonRows rows) {
    List<StateDict> networks = candidate.robust(one);
    Map<ComparisonKey, RightImages> tested = new LinkedHashMap<>();
    Map<ComparisonKey, RightImages> validated = new LinkedHashMap<>();
    Map<Integer, Long> bytes = new LinkedHashMap<>();
    double seconds = 0;
    for (int draw = 0; draw < candidate.draws(); draw++) {
      long startNanos = System.nanoTime();
      Merge floats = candidate.merge(one, networks, layers, draw);
      floats.apply(one.backbone(), choices.alphas().get(0));
      seconds += (System.nanoTime() - startNanos) / 1e9 / candidate.draws();
      for (int bits : choices.bits()) {
        Merge merge = bits == FLOAT_BITS ? floats : floats.quantized(Quantizer.LINEAR, bits);
        bytes.computeIfAbsent(bits, any -> merge.bytes());
        for (double alpha : choices.alphas()) {
          StateDict changed = candidate.changed(one, merge, alpha, networks);
          ComparisonKey key = rows.key(candidate.name(), layers, alpha, bits);
          tested.computeIfAbsent(key, any -> one.images(test)).add(test, changed, one.tested());
          validated
              .computeIfAbsent(key, any -> one.images(validation))
              .add(validation, changed, one.tested());
          measurement.counted(test.images());
        }
      }
    }
    for (ComparisonKey key : tested.keySet()) {
      rows.add(key, tested.get(key), validated.get(key), bytes.get(key.bits()), seconds);
    }
    right.putAll(tested);
  }
}
