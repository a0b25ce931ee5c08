package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.detect.AutoPatch;
import rwskit.detect.AutoPatchSettings;
import rwskit.detect.Condition;
import rwskit.detect.Detector;
import rwskit.detect.DetectorTraining;
import rwskit.detect.ImageStream;
import rwskit.detect.PatchSource;
import rwskit.detect.StreamBatch;
import rwskit.detect.Strength;
import rwskit.evaluation.Accuracy;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.NetworkModel;
import rwskit.model.OneThread;
import rwskit.training.Tent;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class StreamsTest {
  private static final AutoPatchSettings SETTINGS =
      AutoPatchSettings.of(Strength.bySeverity(.2, .4, .6, .8, 1));
  private static final int LAYERS = 3;

  /** Not a good one; what matters is that the same is asked. */
  private static final Detector DETECTOR =
      DetectorTraining.of(Made.of(Architecture.VGG11).study)
          .withImages(30)
          .withFalseAlarms(.2)
          .train();

  private static Streams streams(Constructed made) {
    return Streams.of(made.models, SETTINGS)
        .detector(DETECTOR)
        .layers(LAYERS)
        .severities(5, 2)
        .stretches(30, 20)
        .batches(7);
  }

  private static ImageStream stream(Constructed made, ImageStream.Kind kind, long seed) {
    return new ImageStream(kind, made.study.corruptions(), List.of(5, 2), 30, 20, 7, seed);
  }

  private static double accuracy(
      Constructed made, ImageStream stream, String corruption, Function<StreamBatch, int[]> says) {
    List<Integer> said = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    ImageSet test = made.study.data().test();
    stream.run(
        test,
        made.study.setting(test),
        batch -> {
          int[] classes = says.apply(batch);
          for (int i = 0; i < classes.length; i++) {
            if (batch.conditions().get(i).name().equals(corruption)) {
              said.add(classes[i]);
              labels.add(batch.images().label(i));
            }
          }
        });
    return Accuracy.of(
            said.stream().mapToInt(i -> i).toArray(), labels.stream().mapToInt(i -> i).toArray())
        .percent();
  }

  private static Row row(Table rows, String method, long seed, String corruption) {
    for (Row row : rows) {
      if (row.getString("method").equals(method)
          && row.getLong("seed") == seed
          && row.getString("corruption").equals(corruption)) {
        return row;
      }
    }
    throw new AssertionError(method + " " + seed + " " + corruption);
  }

  @ParameterizedTest
  @EnumSource(ImageStream.Kind.class)
  void rowsAreTheAccuraciesOfTheSameStreamByHand(ImageStream.Kind kind) {
    Constructed made = Made.of(Architecture.VGG11);
    Table rows =
        streams(made)
            .kinds(kind)
            .methods(StreamMethod.clean(), StreamMethod.autoPatch(), StreamMethod.oracle())
            .rows();
    assertThat(rows.rowCount()).isEqualTo(3 * 3 * 4);
    for (long seed : made.study.seeds()) {
      ImageStream stream = stream(made, kind, seed);
      for (String corruption : List.of("clean", "gaussian_noise", "contrast")) {
        Row standard = row(rows, "θ_std", seed, corruption);
        Expect.text(standard, "data", "made 7", "severities", "5 2");
        Expect.text(standard, "setting", kind.name().toLowerCase(Locale.ROOT));
        assertThat(standard.getInt("batch")).isEqualTo(7);
        try (NetworkModel model = NetworkModel.open(made.study.network(), made.standard(seed))) {
          assertThat(standard.getDouble("accuracy"))
              .isEqualTo(
                  accuracy(made, stream, corruption, batch -> model.predict(batch.images())));
        }
        try (AutoPatch patched =
            AutoPatch.open(
                made.study.network(),
                made.standard(seed),
                DETECTOR,
                PatchSource.of(made.models.seed(seed), LAYERS),
                SETTINGS)) {
          int[] last = {0};
          assertThat(row(rows, "AutoPatch", seed, corruption).getDouble("accuracy"))
              .isEqualTo(
                  accuracy(
                      made,
                      stream,
                      corruption,
                      batch -> {
                        if (kind == ImageStream.Kind.RESET && batch.stretch() != last[0]) {
                          patched.reset();
                        }
                        last[0] = batch.stretch();
                        return patched.predict(batch.images()).classes();
                      }));
        }
      }
    }
    assertThat(row(rows, "oracle", 5, "contrast").getDouble("accuracy"))
        .isEqualTo(
            accuracy(made, stream(made, kind, 5), "contrast", batch -> oracle(made, 5, batch)));
  }

  /** Image by image; of contrast alone. */
  private static int[] oracle(Constructed made, long seed, StreamBatch batch) {
    int[] classes = new int[batch.images().size()];
    for (int i = 0; i < classes.length; i++) {
      Condition condition = batch.conditions().get(i);
      if (!condition.name().equals("contrast")) {
        continue;
      }
      StateDict weights =
          made.patched(
              condition.corruption().orElseThrow(),
              seed,
              LAYERS,
              condition.severity() == 5 ? 1 : .4);
      try (NetworkModel model = NetworkModel.open(made.study.network(), weights)) {
        classes[i] = model.predict(batch.images().range(i, i + 1))[0];
      }
    }
    return classes;
  }

  @Test
  void everyMethodPredictsWithBatchNormalisation() {
    Constructed made = Made.of(Architecture.VGG11_BN);
    Streams streams =
        streams(made)
            .severities(5)
            .stretches(20, 10)
            .batches(10)
            .methods(StreamMethod.all(made.models).toArray(StreamMethod[]::new));
    Table rows = streams.rows();
    assertThat(rows.stringColumn("method").asSet())
        .containsExactlyInAnyOrder(
            "θ_std",
            "all signatures",
            "batch statistics 0.1",
            "batch statistics 1.0",
            "TENT",
            "EATA",
            "SAR",
            "AutoPatch",
            "θ_c of the detected",
            "oracle");
    ImageStream stream =
        new ImageStream(
            ImageStream.Kind.CONTINUAL, made.study.corruptions(), List.of(5), 20, 10, 10, 5);
    try (Tent tent = Tent.open(made.study.network(), made.standard(5), .001)) {
      assertThat(row(rows, "TENT", 5, "contrast").getDouble("accuracy"))
          .isEqualTo(
              accuracy(
                  made,
                  stream,
                  "contrast",
                  batch -> Strength.largest(tent.logits(batch.images()), 10)));
    }
    try (NetworkModel model =
        NetworkModel.openBlending(made.study.network(), made.standard(5), .1)) {
      assertThat(row(rows, "batch statistics 0.1", 5, "contrast").getDouble("accuracy"))
          .isEqualTo(accuracy(made, stream, "contrast", batch -> model.predict(batch.images())));
    }
    Table summary = streams.summary();
    assertThat(summary.rowCount()).isEqualTo(10);
    assertThat(summary.stringColumn("RA").get(0)).matches("\\d+\\.\\d ± \\d+\\.\\d");
    assertThat(streams.figure("streams").title()).contains("streams");
  }

  @Test
  void theSummaryHasTheMeansOfCorruptions() {
    Constructed made = Made.of(Architecture.VGG11);
    Streams streams = streams(made).methods(StreamMethod.clean(), StreamMethod.allSignatures());
    Table rows = streams.rows();
    double[] seeds = new double[3];
    int place = 0;
    for (long seed : made.study.seeds()) {
      double sum = 0;
      for (Corruption corruption : made.study.corruptions()) {
        sum += row(rows, "all signatures", seed, corruption.label()).getDouble("accuracy");
      }
      seeds[place++] = sum / 3;
    }
    Table summary = streams.summary();
    assertThat(summary.stringColumn("method").asList()).containsExactly("θ_std", "all signatures");
    Expect.text(new Row(summary, 1), "RA", Expect.spread(seeds));
  }

  @Test
  void theTraceTellsWhatCameAndWhatWasOn() {
    Constructed made = Made.of(Architecture.VGG11);
    StreamTrace trace = streams(made).trace();
    Table rows = trace.rows();
    // Seven stretches of 20 or 30 images in batches of 7.
    assertThat(rows.intColumn("images").sum()).isEqualTo(4 * 20 + 3 * 2 * 30);
    assertThat(rows.stringColumn("condition").asSet())
        .contains("clean", "gaussian_noise/5", "gaussian_noise/2", "contrast/2");
    assertThat(rows.intColumn("right").max()).isLessThanOrEqualTo(7);
    assertThat(rows.doubleColumn("α").asSet()).contains(0.0);
    assertThat(trace.figure("through time").title()).isEqualTo("through time");
  }

  @Test
  void whatAdaptsBatchNormalisationNeedsSome() {
    Constructed made = Made.of(Architecture.VGG11);
    assertThatThrownBy(() -> streams(made).methods(StreamMethod.tent()).rows())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("batch normalisation");
    Streams both = streams(made).and(streams(made));
    assertThatThrownBy(() -> both.layers(2)).isInstanceOf(BadInputException.class);
  }
}
