package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static rwskit.corruption.Corruption.BRIGHTNESS;
import static rwskit.corruption.Corruption.CONTRAST;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.checkpoint.SafeTensors;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class LightweightTest {
  @ParameterizedTest
  @EnumSource(names = {"VGG11", "VGG11_BN"})
  void lightweightRowsAndSummaryAreOfQuantisedSignaturesByHand(Architecture architecture) {
    Constructed made = Made.of(architecture);
    List<Corruption> chosen = List.of(BRIGHTNESS, CONTRAST);
    Lightweight lightweight =
        Lightweight.of(made.models).corruptions(BRIGHTNESS, CONTRAST).layers(4, 2).bits(2, 3);
    Table rows = lightweight.rows();
    Map<String, List<List<Double>>> ra = new LinkedHashMap<>();
    Map<String, List<List<Double>>> ratio = new LinkedHashMap<>();
    Map<String, List<Double>> bytes = new LinkedHashMap<>();
    List<List<Double>> standards = new ArrayList<>();
    List<List<Double>> robusts = new ArrayList<>();
    List<List<Double>> controls = new ArrayList<>();
    long full = SafeTensors.size(made.models.standard(), Map.of());
    int at = 0;
    Places places = new Places();
    for (long seed : made.study.seeds()) {
      standards.add(new ArrayList<>());
      robusts.add(new ArrayList<>());
      controls.add(new ArrayList<>());
      for (Corruption corruption : chosen) {
        Accuracy standard = made.ra(made.standard(seed), corruption);
        Accuracy robust = made.ra(made.robust(corruption, seed), corruption);
        standards.get(standards.size() - 1).add(standard.percent());
        robusts.get(robusts.size() - 1).add(robust.percent());
        Accuracy statistics = made.ra(made.statistics(seed, 1, corruption), corruption);
        controls.get(controls.size() - 1).add(statistics.percent());
        List<Accuracy> place = new ArrayList<>(List.of(standard, robust));
        for (int layers : List.of(4, 2)) {
          Signature whole = made.models.seed(seed).signature(corruption).firstLayers(layers);
          for (int bits : List.of(32, 2, 3)) {
            HandPatch.Part part = made.part(corruption, seed, 1);
            Accuracy expected =
                made.ra(
                    made.patched(seed, layers, bits == 32 ? part : part.quantised(bits)),
                    corruption);
            place.add(expected);
            long size = (bits == 32 ? whole : whole.quantized(Quantizer.LINEAR, bits)).bytes();
            Row row = new Row(rows, at++);
            Expect.text(row, "data", "made 7", "corruption", corruption.label());
            assertThat(row.getLong("seed")).isEqualTo(seed);
            assertThat(row.getInt("layers")).isEqualTo(layers);
            assertThat(row.getInt("bits")).isEqualTo(bits);
            assertThat(row.getLong("bytes")).isEqualTo(size);
            Expect.number(row, "full copy ÷ signature", (double) full / size);
            Expect.accuracy(row, "RA standard", standard);
            Expect.accuracy(row, "RA", expected);
            Expect.accuracy(row, "RA robust", robust);
            if (architecture == Architecture.VGG11_BN) {
              Expect.accuracy(row, "RA statistics", statistics);
            }
            String group = layers + " " + bits;
            add(ra, group, standards.size(), expected.percent());
            add(ratio, group, standards.size(), (double) full / size);
            bytes.computeIfAbsent(group, any -> new ArrayList<>()).add((double) size);
          }
        }
        places.add(place.toArray(Accuracy[]::new));
      }
    }
    assertThat(rows.rowCount()).isEqualTo(at);
    places.areDifferent();
    Table summary = lightweight.summary();
    assertThat(summary.name()).isEqualTo("means of 2 corruptions");
    assertThat(summary.intColumn("layers").asList()).containsExactly(2, 2, 2, 4, 4, 4);
    assertThat(summary.intColumn("bits").asList()).containsExactly(32, 3, 2, 32, 3, 2);
    for (Row row : summary) {
      String group = row.getInt("layers") + " " + row.getInt("bits");
      assertThat(row.getLong("bytes"))
          .isEqualTo(Math.round(Expect.mean(Expect.array(bytes.get(group)))));
      List<Double> closed = new ArrayList<>();
      for (int seed = 0; seed < standards.size(); seed++) {
        Expect.gap(
                Expect.mean(Expect.array(standards.get(seed))),
                Expect.mean(Expect.array(ra.get(group).get(seed))),
                Expect.mean(Expect.array(robusts.get(seed))))
            .ifPresent(closed::add);
      }
      Expect.text(
          row,
          "full copy ÷ signature",
          Expect.spread(ratio.get(group)),
          "RA",
          Expect.spread(ra.get(group)),
          "gap closed %",
          Expect.someSpread(closed));
      if (architecture == Architecture.VGG11_BN) {
        Expect.text(row, "RA statistics", Expect.spread(controls));
      }
    }
  }

  private static void add(
      Map<String, List<List<Double>>> groups, String group, int seeds, double value) {
    List<List<Double>> bySeed = groups.computeIfAbsent(group, any -> new ArrayList<>());
    if (bySeed.size() < seeds) {
      bySeed.add(new ArrayList<>());
    }
    bySeed.get(seeds - 1).add(value);
  }

  @Test
  void lightweightQuantisesAsItIsTold() {
    Constructed made = Made.of(Architecture.VGG11);
    Lightweight usual = Lightweight.of(made.models);
    assertThat(usual.rows().rowCount()).isEqualTo(3 * 3 * 3 * 3);
    assertThat(usual.rows().first(9).intColumn("layers").asList())
        .containsExactly(2, 2, 2, 4, 4, 4, 7, 7, 7);
    assertThat(usual.rows().first(3).intColumn("bits").asList()).containsExactly(32, 8, 4);
    Signature whole = made.models.signature(CONTRAST).firstLayers(2);
    Row row =
        new Row(
            Lightweight.of(made.models)
                .corruptions(CONTRAST)
                .layers(2)
                .bits(2)
                .quantizer(Quantizer.LOG)
                .rows(),
            1);
    var patched =
        rwskit.signature.Patch.of(made.standard(3))
            .add(whole.quantized(Quantizer.LOG, 2), 1)
            .weights();
    var linear =
        rwskit.signature.Patch.of(made.standard(3))
            .add(whole.quantized(Quantizer.LINEAR, 2), 1)
            .weights();
    Expect.different(made.ra(patched, CONTRAST), made.ra(linear, CONTRAST));
    Expect.accuracy(row, "RA", made.ra(patched, CONTRAST));
    assertThat(usual.figure("bytes").title()).contains("bytes");
  }
}
