package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.corruption.Corruption.BRIGHTNESS;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.GAUSSIAN_NOISE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.drawing.Label;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.method.Dare;
import rwskit.method.Ingredients;
import rwskit.method.Merge;
import rwskit.method.Methods;
import rwskit.method.Rws;
import rwskit.method.Ties;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.model.RunningStatistics;
import rwskit.signature.Quantizer;
import rwskit.store.Store;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.training.EpochResult;
import rwskit.training.Mixture;
import rwskit.training.Recipe;
import rwskit.training.SurgicalFineTuning;
import rwskit.training.Trained;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** Every row against the method itself, applied and measured by hand. */
@ExtendWith(OneThread.class)
class ComparisonTest {
  private static final Constructed VGG = Made.of(Architecture.VGG11);

  @TempDir Path folder;

  private static Ingredients networks(Constructed of, long seed, Corruption... corruptions) {
    List<StateDict> robust = new ArrayList<>();
    for (Corruption corruption : corruptions) {
      robust.add(of.robust(corruption, seed));
    }
    return Ingredients.of(of.standard(seed)).withPretrained(of.pretrained()).withRobust(robust);
  }

  private static Merge merge(String method, int layers, Ingredients networks) {
    return Methods.named(method).merge(networks.firstLayers(layers));
  }

  /** The row of a seed, corruption, method, layers and α. */
  private static Row row(
      Table rows, long seed, String corruption, String method, int layers, double alpha) {
    List<Row> found = new ArrayList<>();
    for (Row row : rows) {
      ComparisonKey key = ComparisonKey.of(row);
      if (key.seed() == seed
          && key.corruption().equals(corruption)
          && key.method().equals(method)
          && key.layers() == layers
          && key.alpha() == alpha) {
        found.add(new Row(rows, row.getRowNumber()));
      }
    }
    assertThat(found).as("%s %s %s", seed, corruption, method).hasSize(1);
    return found.get(0);
  }

  private static void measured(Row row, Constructed on, StateDict weights, Corruption... images) {
    Evaluation validation = on.study.validation();
    assertThat(row.getDouble("TA")).isCloseTo(on.ta(weights).percent(), within(1e-9));
    assertThat(row.getDouble("RA")).isCloseTo(on.ra(weights, images).percent(), within(1e-9));
    assertThat(row.getDouble("validation TA"))
        .isCloseTo(validation.accuracy(weights).percent(), within(1e-9));
    assertThat(row.getDouble("validation RA"))
        .isCloseTo(validation.accuracy(weights, images).percent(), within(1e-9));
  }

  @Test
  void comparisonRowsAreTheAccuraciesOfEachMethodAppliedByHand() {
    Comparison comparison =
        Comparison.of(VGG.models)
            .methods(
                Candidate.of("rws"),
                Candidate.of("task-arithmetic"),
                Candidate.of("copy"),
                Candidate.of("copy").whole())
            .layers(2, 5)
            .alphas(.5, 1);
    Table rows = comparison.rows();
    Places places = new Places();
    for (long seed : VGG.study.seeds()) {
      for (Corruption corruption : VGG.study.corruptions()) {
        String name = corruption.label();
        StateDict standard = VGG.standard(seed);
        StateDict robust = VGG.robust(corruption, seed);
        double before = VGG.ra(standard, corruption).percent();
        double expert = VGG.ra(robust, corruption).percent();
        measured(row(rows, seed, name, "standard", 0, 0), VGG, standard, corruption);
        measured(row(rows, seed, name, "robust", 0, 0), VGG, robust, corruption);
        List<Double> seen = new ArrayList<>();
        for (String method : List.of("rws", "task-arithmetic", "copy")) {
          for (int layers : new int[] {2, 5}) {
            Merge merge = merge(method, layers, networks(VGG, seed, corruption));
            for (double alpha : new double[] {.5, 1}) {
              Row row = row(rows, seed, name, method, layers, alpha);
              StateDict weights = merge.apply(standard, alpha);
              measured(row, VGG, weights, corruption);
              double ra = VGG.ra(weights, corruption).percent();
              Expect.text(row, "setting", "home", "data", "made 7", "from", "made 7");
              Expect.number(row, "gap closed %", Expect.gap(before, ra, expert));
              Expect.number(row, "mCE", 100 * (100 - ra) / (100 - before));
              assertThat(row.getLong("bytes")).isEqualTo(merge.bytes());
              assertThat(row.getInt("bits")).isEqualTo(32);
              if (layers == 5 && alpha == 1) {
                seen.add(ra);
              }
            }
          }
        }
        places.add(Expect.array(seen));
        // θ_c itself, which takes the head too.
        measured(row(rows, seed, name, "copy, whole", 0, 1), VGG, robust, corruption);
      }
    }
    places.areDifferent();
    assertThat(rows.rowCount()).isEqualTo(3 * 3 * (2 + 3 * 2 * 2 + 2));
  }

  @Test
  void comparisonSummaryHasMeansAndWhatAllCorruptionsTakeToStore() {
    Comparison comparison =
        Comparison.of(VGG.models).methods(Candidate.of("rws")).layers(5).alphas(1);
    Table summary = comparison.summary();
    assertThat(summary.stringColumn("method").asList())
        .containsExactly("standard", "robust", "rws");
    List<Double> ta = new ArrayList<>();
    List<Double> ra = new ArrayList<>();
    List<Double> mce = new ArrayList<>();
    List<Double> closed = new ArrayList<>();
    long bytes = 0;
    for (long seed : VGG.study.seeds()) {
      double[] sums = new double[5];
      for (Corruption corruption : VGG.study.corruptions()) {
        Merge merge = merge("rws", 5, networks(VGG, seed, corruption));
        StateDict weights = merge.apply(VGG.standard(seed), 1);
        double before = VGG.ra(VGG.standard(seed), corruption).percent();
        double now = VGG.ra(weights, corruption).percent();
        sums[0] += VGG.ta(weights).percent() / 3;
        sums[1] += now / 3;
        sums[2] += before / 3;
        sums[3] += VGG.ra(VGG.robust(corruption, seed), corruption).percent() / 3;
        sums[4] += 100 * (100 - now) / (100 - before) / 3;
        bytes += merge.bytes();
      }
      ta.add(sums[0]);
      ra.add(sums[1]);
      mce.add(sums[4]);
      Expect.gap(sums[2], sums[1], sums[3]).ifPresent(closed::add);
    }
    Row standard = new Row(summary, 0);
    for (String column : List.of("layers", "α", "bits", "MB")) {
      assertThat(standard.isMissing(column)).as(column).isTrue();
    }
    Row row = new Row(summary, 2);
    assertThat(List.of(row.getInt("layers"), row.getDouble("α"), row.getInt("bits")))
        .isEqualTo(List.of(5, 1.0, 32));
    Expect.text(
        row,
        "setting",
        "home",
        "data",
        "made 7",
        "from",
        "made 7",
        "TA",
        Expect.spread(Expect.array(ta)),
        "RA",
        Expect.spread(Expect.array(ra)),
        "mCE",
        Expect.spread(Expect.array(mce)),
        "gap closed %",
        Expect.someSpread(closed));
    assertThat(row.getDouble("MB")).isCloseTo(bytes / 3 / 1e6, within(1e-12));
    Row cost = comparison.costs().row(0);
    Expect.text(cost, "setting", "home", "method", "rws");
    assertThat(cost.getInt("layers")).isEqualTo(5);
    // No network of this size takes a minute.
    assertThat(cost.getDouble("seconds")).isLessThan(60);
    assertThat(cost.getDouble("seconds"))
        .isEqualTo(comparison.rows().doubleColumn("seconds").removeMissing().median())
        .isPositive();
  }

  @Test
  void comparisonChoosesOnValidationImagesAndNotOnTestImages() {
    Comparison comparison =
        Comparison.of(VGG.models)
            .methods(Candidate.of("rws"), Candidate.of("task-arithmetic"))
            .layers(2, 5, 8)
            .alphas(.25, 1, 2);
    Map<List<Object>, double[]> means = new LinkedHashMap<>();
    for (Row row : comparison.rows()) {
      ComparisonKey key = ComparisonKey.of(row);
      double[] sum =
          means.computeIfAbsent(
              List.of(key.method(), key.layers(), key.alpha()), any -> new double[2]);
      sum[0] += row.getDouble("validation TA") + row.getDouble("validation RA");
      sum[1] += row.getDouble("TA") + row.getDouble("RA");
    }
    Table chosen = comparison.chosen();
    boolean differs = false;
    for (String method : List.of("rws", "task-arithmetic")) {
      List<Object> best = best(means, method, 0);
      Row row = chosen.where(chosen.stringColumn("method").isEqualTo(method)).row(0);
      assertThat(List.of(method, row.getInt("layers"), row.getDouble("α"))).isEqualTo(best);
      differs |= !best.equals(best(means, method, 1));
    }
    assertThat(differs).as("test images would choose otherwise").isTrue();
  }

  private static List<Object> best(Map<List<Object>, double[]> means, String method, int kind) {
    List<Object> best = null;
    for (List<Object> key : means.keySet()) {
      if (key.get(0).equals(method)
          && (best == null || means.get(key)[kind] > means.get(best)[kind])) {
        best = key;
      }
    }
    return best;
  }

  @Test
  void differencesToRwsAreMeansOverSeedsCorruptionsAndImages() {
    Comparison comparison =
        Comparison.of(VGG.models)
            .methods(Candidate.of("rws"), Candidate.of("copy"))
            .layers(5)
            .alphas(1);
    Table at = comparison.at(5, 1);
    double ta = 0;
    double ra = 0;
    for (long seed : VGG.study.seeds()) {
      for (Corruption corruption : VGG.study.corruptions()) {
        Ingredients networks = networks(VGG, seed, corruption);
        StateDict copied = merge("copy", 5, networks).apply(VGG.standard(seed), 1);
        StateDict patched = merge("rws", 5, networks).apply(VGG.standard(seed), 1);
        ta += (VGG.ta(copied).percent() - VGG.ta(patched).percent()) / 9;
        ra += (VGG.ra(copied, corruption).percent() - VGG.ra(patched, corruption).percent()) / 9;
      }
    }
    Row rws = at.where(at.stringColumn("method").isEqualTo("rws")).row(0);
    Row copy = at.where(at.stringColumn("method").isEqualTo("copy")).row(0);
    Expect.text(rws, "TA − RWS", "–", "RA − RWS", "–");
    assertThat(rws.isMissing("p")).isTrue();
    assertThat(Math.abs(ra)).as("difference in RA").isGreaterThan(.3);
    assertThat(copy.getString("TA − RWS")).startsWith("%+.1f [".formatted(ta));
    assertThat(copy.getString("RA − RWS")).startsWith("%+.1f [".formatted(ra));
    assertThat(copy.getString("mean − RWS")).startsWith("%+.1f [".formatted((ta + ra) / 2));
    assertThat(copy.getDouble("p")).isBetween(0.0, 1.0);
    assertThatThrownBy(() -> comparison.at(4, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("4 layers at α = 1.0 were not measured, but [5] layers");
  }

  @Test
  void controlsTakeTheNetworksOfWrongCorruptions() {
    Comparison comparison =
        Comparison.of(VGG.models).methods(Candidate.stranger()).layers(5).alphas(1);
    Table rows = comparison.rows();
    for (long seed : VGG.study.seeds()) {
      // Of noise, weather and digital: every other one is a stranger.
      for (Corruption corruption : VGG.study.corruptions()) {
        List<Corruption> others =
            VGG.study.corruptions().stream()
                .filter(other -> other.family() != corruption.family())
                .toList();
        List<Double> possible =
            others.stream()
                .map(
                    other ->
                        VGG.ra(
                                merge("rws", 5, networks(VGG, seed, other))
                                    .apply(VGG.standard(seed), 1),
                                corruption)
                            .percent())
                .toList();
        assertThat(row(rows, seed, corruption.label(), "rws, stranger", 5, 1).getDouble("RA"))
            .isIn(possible);
      }
    }
    assertThatThrownBy(
            () -> Comparison.of(VGG.models).methods(Candidate.sibling()).layers(5).rows())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has no other corruption of its family than");
  }

  @Test
  void pairsAreTestedOnEachAndOnBoth() {
    Comparison comparison =
        Comparison.pairs(VGG.models)
            .methods(new Rws(), new Ties())
            .corruptions(GAUSSIAN_NOISE, CONTRAST)
            .layers(5)
            .alphas(.5);
    Table rows = comparison.rows();
    for (long seed : VGG.study.seeds()) {
      for (String method : List.of("rws", "ties")) {
        StateDict weights =
            merge(method, 5, networks(VGG, seed, GAUSSIAN_NOISE, CONTRAST))
                .apply(VGG.standard(seed), .5);
        double ra =
            (VGG.ra(weights, GAUSSIAN_NOISE).percent()
                    + VGG.ra(weights, CONTRAST).percent()
                    + VGG.ra(weights, GAUSSIAN_NOISE, CONTRAST).percent())
                / 3;
        Row row = row(rows, seed, "gaussian_noise + contrast", method, 5, .5);
        Expect.text(row, "setting", "pairs");
        assertThat(row.getDouble("RA")).isCloseTo(ra, within(1e-9));
        assertThat(row.getDouble("TA")).isCloseTo(VGG.ta(weights).percent(), within(1e-9));
      }
      Row experts = row(rows, seed, "gaussian_noise + contrast", "robust", 0, 0);
      StateDict noise = VGG.robust(GAUSSIAN_NOISE, seed);
      StateDict contrast = VGG.robust(CONTRAST, seed);
      assertThat(experts.getDouble("RA"))
          .isCloseTo(
              (VGG.ra(noise, GAUSSIAN_NOISE).percent()
                      + VGG.ra(contrast, CONTRAST).percent()
                      + VGG.ra(noise, GAUSSIAN_NOISE, CONTRAST).percent() / 2
                      + VGG.ra(contrast, GAUSSIAN_NOISE, CONTRAST).percent() / 2)
                  / 3,
              within(1e-9));
    }
    assertThat(rows.rowCount()).isEqualTo(3 * (2 + 2));
  }

  @Test
  void allAtOnceAndManyDrawsAreMeans() {
    Comparison comparison =
        Comparison.together(VGG.models)
            .methods(Candidate.of(new Dare().withKeep(.5)).draws(2))
            .layers(5)
            .alphas(.5);
    Table rows = comparison.rows();
    for (long seed : VGG.study.seeds()) {
      Ingredients all =
          networks(VGG, seed, VGG.study.corruptions().toArray(Corruption[]::new)).firstLayers(5);
      double ra = 0;
      for (int draw = 0; draw < 2; draw++) {
        StateDict weights =
            new Dare().withKeep(.5).withSeed(draw).merge(all).apply(VGG.standard(seed), .5);
        for (Corruption corruption : VGG.study.corruptions()) {
          ra += VGG.ra(weights, corruption).percent() / 6;
        }
      }
      assertThat(row(rows, seed, "all 3", "dare", 5, .5).getDouble("RA"))
          .isCloseTo(ra, within(1e-9));
    }
  }

  @Test
  void fewBitsAreRoundedBeforeTheyAreApplied() {
    Comparison comparison =
        Comparison.of(VGG.models)
            .methods(new Rws())
            .corruptions(CONTRAST)
            .layers(5)
            .alphas(1)
            .bits(32, 3);
    Table rows = comparison.rows();
    long seed = 3;
    Merge few = merge("rws", 5, networks(VGG, seed, CONTRAST)).quantized(Quantizer.LINEAR, 3);
    Table three = rows.where(rows.intColumn("bits").isEqualTo(3));
    Row row = row(three, seed, "contrast", "rws", 5, 1);
    measured(row, VGG, few.apply(VGG.standard(seed), 1), CONTRAST);
    assertThat(row.getLong("bytes")).isEqualTo(few.bytes());
    assertThat(rows.where(rows.intColumn("bits").isEqualTo(32)).rowCount()).isEqualTo(3);
  }

  @Test
  void transferGivesTheMethodsTheOtherSetsNetworks() {
    Constructed source = Made.other(Architecture.VGG11);
    Comparison comparison =
        Comparison.transfer(source.models, VGG.models)
            .methods(new Rws(), Methods.named("copy"))
            .layers(5)
            .alphas(1);
    Table rows = comparison.rows();
    for (long seed : VGG.study.seeds()) {
      // Of seeds that the source lacks its first, 11, stands in.
      long there = seed == 5 ? 5 : 11;
      for (Corruption corruption : List.of(GAUSSIAN_NOISE, BRIGHTNESS, CONTRAST)) {
        for (String method : List.of("rws", "copy")) {
          Row row = row(rows, seed, corruption.label(), method, 5, 1);
          StateDict weights =
              merge(method, 5, networks(source, there, corruption)).apply(VGG.standard(seed), 1);
          measured(row, VGG, weights, corruption);
          Expect.text(row, "setting", "transfer", "data", "made 7", "from", "made 11");
        }
      }
    }
  }

  @Test
  void adaptedBackbonesAreChangedByNetworksFromBefore() {
    Store store = Store.at(folder);
    Study further =
        VGG.study
            .withPretraining(new Pretraining.Backbone(VGG.study, 3))
            .withSeeds(3)
            .withCorruptions()
            .withFineTuning(VGG.study.fineTuning().withEpochs(2));
    StateDict backbone = VGG.further(3, 2);
    StateDict unused = VGG.pretrained();
    List<EpochResult> epochs = List.of(new EpochResult(1, 1, 50, 50));
    store.put(
        ModelKeys.of(VGG.study, ModelSpec.standard(3)),
        new Trained(VGG.standard(3), unused, epochs),
        1);
    store.put(
        ModelKeys.of(further, ModelSpec.pretrained()),
        new Trained(VGG.standard(3), unused, epochs),
        1);
    store.put(
        ModelKeys.of(further, ModelSpec.standard(3)), new Trained(backbone, unused, epochs), 1);
    Models one = new Models(VGG.study.withSeeds(3), store, VGG.stored(VGG.study.withSeeds(3)));
    Table rows = Comparison.adapted(one, one, 2).methods(new Rws()).layers(5).alphas(1).rows();
    StateDict weights = merge("rws", 5, networks(VGG, 3, CONTRAST)).apply(backbone, 1);
    measured(row(rows, 3, "contrast", "rws", 5, 1), VGG, weights, CONTRAST);
    measured(row(rows, 3, "contrast", "standard", 0, 0), VGG, backbone, CONTRAST);
    assertThat(rows.where(rows.stringColumn("setting").isEqualTo("adapted")).rowCount())
        .isEqualTo(9);
  }

  @Test
  void theNetworkOfAllCorruptionsIsAnotherOneOfTheStore() {
    Store store = Store.at(folder);
    Study one = VGG.study.withSeeds(5);
    Study mixed = MixtureTraining.study(one);
    StateDict mixture = VGG.further(5, 9);
    List<EpochResult> epochs = List.of(new EpochResult(1, 1, 50, 50));
    for (ModelSpec spec : List.of(ModelSpec.pretrained(), ModelSpec.standard(5))) {
      StateDict weights =
          spec.role() == ModelSpec.Role.STANDARD ? mixture : VGG.models.stored(spec).bestTa();
      store.put(ModelKeys.of(mixed, spec), new Trained(weights, weights, epochs), 1);
    }
    Models models = new Models(one, store, VGG.stored(one));
    Comparison comparison =
        Comparison.together(models)
            .methods(Candidate.of("rws"), Candidate.mixture(), Candidate.mixtureSignature())
            .layers(5)
            .alphas(1);
    Table rows = comparison.rows();
    Ingredients networks = networks(VGG, 5).withRobust(mixture);
    Row whole = row(rows, 5, "all 3", "mixture", 0, 1);
    assertThat(whole.getDouble("TA")).isCloseTo(VGG.ta(mixture).percent(), within(1e-9));
    StateDict patched = merge("rws", 5, networks).apply(VGG.standard(5), 1);
    assertThat(row(rows, 5, "all 3", "rws of mixture", 5, 1).getDouble("TA"))
        .isCloseTo(VGG.ta(patched).percent(), within(1e-9));
    assertThat(
            comparison
                .costs()
                .where(comparison.costs().stringColumn("method").isEqualTo("mixture"))
                .row(0)
                .isMissing("layers"))
        .isTrue();
    // One network for all corruptions, where signatures are one each.
    Table home = Comparison.of(models).methods(Candidate.mixture()).alphas(1).summary();
    assertThat(home.row(2).getDouble("MB")).isCloseTo(whole.getLong("bytes") / 1e6, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(names = {"VGG11_BN", "RESNET50"})
  void normalisationsAreTreatedAsThoseOfSignatures(Architecture architecture) {
    Constructed made = Made.of(architecture);
    Table rows =
        Comparison.of(made.models)
            .methods(new Rws())
            .corruptions(CONTRAST)
            .layers(3)
            .alphas(.75)
            .rows();
    for (long seed : made.study.seeds()) {
      measured(
          row(rows, seed, "contrast", "rws", 3, .75),
          made,
          made.patched(CONTRAST, seed, 3, .75),
          CONTRAST);
    }
  }

  @Test
  void severalComparisonsAreJoinedAndDrawn() {
    Comparison home = Comparison.of(VGG.models).methods(new Rws(), new Ties()).alphas(.5, 1);
    Comparison joined = home.and(Comparison.together(VGG.models).methods(new Rws()).alphas(.5));
    assertThat(joined.rows().rowCount()).isEqualTo(home.rows().rowCount() + 3 * 3);
    assertThat(joined.chosen().stringColumn("setting").asList())
        .containsExactly("home", "home", "home", "home", "together", "together", "together");
    assertThat(home.figure("RA against TA").sheet().labels())
        .extracting(Label::text)
        .contains("standard", "robust", "rws", "ties");
    assertThat(joined.figure("the gap").title()).isEqualTo("the gap");
    assertThat(joined.and(joined).chosen().rowCount()).isEqualTo(14);
    assertThatThrownBy(() -> joined.corruptions(CONTRAST)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> joined.layers(2)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> home.methods(new Rws(), new Rws()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected each name once");
    assertThatThrownBy(() -> home.layers(9)).isInstanceOf(BadInputException.class);
  }

  @Test
  void methodsOfImagesWorkOnTheNetworkThatIsChanged() {
    Constructed source = Made.other(Architecture.VGG11_BN);
    Constructed target = Made.of(Architecture.VGG11_BN);
    Table rows =
        Comparison.transfer(source.models, target.models)
            .methods(Candidate.statistics())
            .corruptions(CONTRAST)
            .alphas(.5)
            .rows();
    for (long seed : target.study.seeds()) {
      StateDict standard = target.standard(seed);
      ImageSet all = target.study.data().fineTuning();
      ImageSet images = all.range(0, all.size() - all.size() / 10);
      StateDict after =
          RunningStatistics.reestimate(
              target.study.network(),
              standard,
              Mixture.of(images, List.of(CONTRAST), target.study.setting(images), 0),
              target.study.fineTuning().batchSize());
      StateDict counted = standard;
      for (String name : standard.names()) {
        if (RunningStatistics.isRunning(name)) {
          float[] mixed = standard.get(name).toFloats();
          float[] to = after.get(name).toFloats();
          for (int i = 0; i < mixed.length; i++) {
            mixed[i] = .5f * mixed[i] + .5f * to[i];
          }
          counted = counted.with(name, Tensor.of(mixed, standard.get(name).shape()));
        }
      }
      measured(row(rows, seed, "contrast", "bn-statistics", 0, .5), target, counted, CONTRAST);
    }
  }

  @Test
  void surgicalFineTuningStartsFromTheBackbone() {
    Constructed source = Made.other(Architecture.VGG11);
    Table rows =
        Comparison.transfer(source.models, VGG.models)
            .methods(Candidate.surgical(30))
            .corruptions(CONTRAST)
            .layers(2)
            .alphas(1)
            .rows();
    long seed = 3;
    ImageSet all = VGG.study.data().fineTuning();
    ImageSet images = all.range(0, all.size() - all.size() / 10);
    Recipe recipe = VGG.study.fineTuning().withEpochs(15);
    StateDict tuned =
        SurgicalFineTuning.of(
                VGG.study.network(),
                Mixture.of(images, List.of(CONTRAST), VGG.study.setting(images), 0),
                30,
                recipe,
                seed)
            .merge(Ingredients.of(VGG.standard(seed)).firstLayers(2))
            .apply(VGG.standard(seed), 1);
    measured(row(rows, seed, "contrast", "surgical", 2, 1), VGG, tuned, CONTRAST);
  }
}
