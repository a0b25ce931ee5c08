package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static rwskit.corruption.Corruption.BRIGHTNESS;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.GAUSSIAN_NOISE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.analysis.WeightVector;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class CompositionTest {
  private static final double ALPHA = .75;
  private static final int LAYERS = 3;

  /** RA on images of the first, the second and both: unpatched, with first, second and both. */
  private static double[][] expected(
      Constructed made, long seed, Corruption first, Corruption second) {
    HandPatch.Part one = made.part(first, seed, ALPHA);
    HandPatch.Part two = made.part(second, seed, ALPHA);
    List<StateDict> weights =
        List.of(
            made.standard(seed),
            made.patched(seed, LAYERS, one),
            made.patched(seed, LAYERS, two),
            made.patched(seed, LAYERS, one, two));
    double[][] expected = new double[3][4];
    for (int i = 0; i < 4; i++) {
      expected[0][i] = made.ra(weights.get(i), first).percent();
      expected[1][i] = made.ra(weights.get(i), second).percent();
      expected[2][i] = made.ra(weights.get(i), first, second).percent();
    }
    return expected;
  }

  private static final Corruption[][] PAIRS = {
    {GAUSSIAN_NOISE, BRIGHTNESS}, {GAUSSIAN_NOISE, CONTRAST}, {BRIGHTNESS, CONTRAST}
  };

  @ParameterizedTest
  @EnumSource(names = {"VGG11", "VGG11_BN"})
  void compositionsRowsAndSummaryAreOfPairsPatchedByHand(Architecture architecture) {
    Constructed made = Made.of(architecture);
    Composition composition = Composition.of(made.models).layers(LAYERS).alpha(ALPHA);
    Table rows = composition.rows();
    int at = 0;
    Places places = new Places();
    List<List<List<Double>>> single = new ArrayList<>();
    List<List<List<Double>>> both = new ArrayList<>();
    Map<String, List<Double>> changes = new LinkedHashMap<>();
    for (long seed : made.study.seeds()) {
      // Unpatched, with the right one or the first, with the wrong one or the second, with both.
      List<List<Double>> one = columns();
      List<List<Double>> two = columns();
      for (Corruption[] pair : PAIRS) {
        double[][] expected = expected(made, seed, pair[0], pair[1]);
        for (int kind = 0; kind < 3; kind++) {
          Row row = new Row(rows, at++);
          Expect.text(
              row,
              "data",
              "made 7",
              "first",
              pair[0].label(),
              "second",
              pair[1].label(),
              "images",
              List.of("first", "second", "both").get(kind));
          assertThat(row.getLong("seed")).isEqualTo(seed);
          assertThat(
                  List.of(
                      row.getDouble("RA unpatched"),
                      row.getDouble("RA with first"),
                      row.getDouble("RA with second"),
                      row.getDouble("RA with both")))
              .as(pair[0] + ", " + pair[1] + ", seed " + seed + ", images " + kind)
              .containsExactly(
                  expected[kind][0], expected[kind][1], expected[kind][2], expected[kind][3]);
          places.add(expected[kind]);
          if (architecture == Architecture.VGG11_BN) {
            StateDict control = made.statistics(seed, 2 * ALPHA, pair);
            Corruption[] images = kind == 2 ? pair : new Corruption[] {pair[kind]};
            Expect.accuracy(row, "RA statistics", made.ra(control, images));
          }
          assertThat(row.getDouble("cosine"))
              .isCloseTo(cosine(made, seed, pair[0], pair[1]), within(1e-6));
        }
        add(one, expected[0][0], expected[0][1], expected[0][2], expected[0][3]);
        add(one, expected[1][0], expected[1][2], expected[1][1], expected[1][3]);
        add(two, expected[2][0], expected[2][1], expected[2][2], expected[2][3]);
        List<Double> change =
            changes.computeIfAbsent(
                pair[0].label() + " " + pair[1].label(), any -> new ArrayList<>());
        change.add(expected[0][3] - expected[0][1]);
        change.add(expected[1][3] - expected[1][2]);
      }
      single.add(one);
      both.add(two);
    }
    assertThat(rows.rowCount()).isEqualTo(at);
    places.areDifferent();
    expectSummary(composition.summary(), single, both);
    expectInterference(composition.interference(), changes);
  }

  private static List<List<Double>> columns() {
    return List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  private static void add(List<List<Double>> columns, double... values) {
    for (int i = 0; i < values.length; i++) {
      columns.get(i).add(values[i]);
    }
  }

  private static double cosine(Constructed made, long seed, Corruption first, Corruption second) {
    var here = made.models.seed(seed);
    return WeightVector.of(here.signature(first).firstLayers(LAYERS))
        .cosine(WeightVector.of(here.signature(second).firstLayers(LAYERS)));
  }

  private static void expectSummary(
      Table summary, List<List<List<Double>>> single, List<List<List<Double>>> both) {
    assertThat(summary.stringColumn("images").asList())
        .containsExactly("one corruption", "both corruptions");
    List<String> columns =
        List.of(
            "RA unpatched",
            "RA with the right one (first)",
            "RA with the wrong one (second)",
            "RA with both");
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      assertThat(summary.stringColumn(columns.get(i)).asList())
          .as(columns.get(i))
          .containsExactly(
              Expect.spread(single.stream().map(seed -> seed.get(column)).toList()),
              Expect.spread(both.stream().map(seed -> seed.get(column)).toList()));
    }
    assertThat(columns.stream().map(name -> summary.stringColumn(name).get(0)).toList())
        .doesNotHaveDuplicates();
  }

  private static void expectInterference(Table table, Map<String, List<Double>> changes) {
    List<String> order =
        changes.entrySet().stream()
            .sorted(Comparator.comparingDouble(pair -> Expect.mean(Expect.array(pair.getValue()))))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(table.rowCount()).isEqualTo(order.size());
    for (int i = 0; i < order.size(); i++) {
      Row row = new Row(table, i);
      assertThat(row.getString("first") + " " + row.getString("second")).isEqualTo(order.get(i));
      Expect.number(
          row, "change by the second", Expect.mean(Expect.array(changes.get(order.get(i)))));
    }
  }

  @Test
  void compositionOfChosenCorruptionsHasTheirCosineAndInterval() {
    Constructed made = Made.of(Architecture.VGG11);
    Composition composition = Composition.of(made.models).corruptions(CONTRAST, BRIGHTNESS);
    Table rows = composition.rows();
    assertThat(rows.rowCount()).isEqualTo(3 * 3);
    Row both = new Row(rows, 8);
    Expect.text(both, "first", "contrast", "second", "brightness", "images", "both");
    StateDict weights = made.patched(8, 4, made.part(CONTRAST, 8, 1), made.part(BRIGHTNESS, 8, 1));
    Accuracy expected = made.ra(weights, CONTRAST, BRIGHTNESS);
    Expect.accuracy(both, "RA with both", expected);
    assertThat(expected.percent()).isNotEqualTo(made.ra(weights, BRIGHTNESS, CONTRAST).percent());
    Row interference = new Row(composition.interference(), 0);
    List<Double> cosines = new ArrayList<>();
    for (long seed : made.study.seeds()) {
      var here = made.models.seed(seed);
      cosines.add(
          WeightVector.of(here.signature(CONTRAST).firstLayers(4))
              .cosine(WeightVector.of(here.signature(BRIGHTNESS).firstLayers(4))));
    }
    Expect.different(Expect.array(cosines));
    Expect.number(interference, "cosine", Expect.mean(Expect.array(cosines)));
    assertThat(composition.figure("pairs").title()).contains("pairs");
  }
}
