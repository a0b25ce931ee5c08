package rwskit.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.model.OneThread;
import rwskit.signature.Patch;
import rwskit.signature.Provenance;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class AutoPatchTest {
  private static final Network NETWORK = Detectors.study().network();
  private static final StateDict BASE = NETWORK.initialWeights(5);
  private static final Signature NOISE = signature(Corruption.GAUSSIAN_NOISE, 5, 1);
  private static final Signature CONTRAST = signature(Corruption.CONTRAST, 5, 2);
  private static final Signature FAINT = signature(Corruption.CONTRAST, 1, 3);
  private static final PatchSource PATCHES =
      PatchSource.ofSignatures(BASE, List.of(NOISE, CONTRAST, FAINT));

  /** Noise, contrast and clean images by turns. */
  private static final ImageSet MIXED =
      Detectors.mixed(
          IntStream.range(0, 18)
              .mapToObj(
                  i ->
                      List.of(
                              Condition.of(Corruption.GAUSSIAN_NOISE, 5),
                              Condition.of(Corruption.CONTRAST, 5),
                              Condition.CLEAN)
                          .get(i % 3))
              .toList());

  private static final Strength STRENGTH = Strength.bySeverity(.1, .25, .5, 1, 1);

  private static Signature signature(Corruption corruption, int severity, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : List.of("features.0.weight", "features.3.weight")) {
      float[] values = BASE.get(name).toFloats();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      tensors.put(name, Tensor.of(values, BASE.get(name).shape()));
    }
    return Signature.ofWeights(StateDict.of(tensors))
        .withProvenance(
            Provenance.unknown().withCorruption(corruption.label()).withSeverity(severity));
  }

  private static AutoPatch open(Strength strength, int patience) {
    return AutoPatch.open(
        NETWORK,
        BASE,
        Detectors.shared(),
        PATCHES,
        AutoPatchSettings.of(strength).withPatience(patience));
  }

  private static float[] logits(StateDict weights, ImageSet images) {
    try (NetworkModel model = NetworkModel.open(NETWORK, weights)) {
      return model.logits(images, model.load(StateDict.of(Map.of())));
    }
  }

  private static ImageSet noisy(int count) {
    return Detectors.images(Condition.of(Corruption.GAUSSIAN_NOISE, 5), count);
  }

  @Test
  void patchesGoOnAndOffBitForBit() {
    ImageSet clean = Detectors.clean(16);
    ImageSet flat = Detectors.images(Condition.of(Corruption.CONTRAST, 5), 16);
    try (AutoPatch network = open(STRENGTH, 4)) {
      for (int round = 0; round < 3; round++) {
        assertThat(network.predict(clean).logits()).isEqualTo(logits(BASE, clean));
        assertThat(network.predict(noisy(16)).logits())
            .isEqualTo(logits(Patch.of(BASE).add(NOISE, 1).weights(), noisy(16)));
        Prediction last = network.predict(flat);
        assertThat(last.logits())
            .isEqualTo(logits(Patch.of(BASE).add(CONTRAST, 1).weights(), flat))
            .isNotEqualTo(logits(BASE, flat));
        assertThat(last.decisions().get(0).patch())
            .isEqualTo(Optional.of(Condition.of(Corruption.CONTRAST, 5)));
      }
      assertThat(network.loadedPatches()).isEqualTo(2);
    }
  }

  @Test
  void theSignatureOfTheNearestSeverityIsTakenAtTheDetectedOnesStrength() {
    Set<Condition> taken = new HashSet<>();
    try (AutoPatch network = open(STRENGTH, 4)) {
      for (int severity = 1; severity <= 5; severity++) {
        ImageSet images = Detectors.images(Condition.of(Corruption.CONTRAST, severity), 16);
        Prediction found = network.predict(images);
        int detected = found.decisions().get(0).detection().nearest().severity();
        Signature expected = detected <= 2 ? FAINT : CONTRAST;
        double alpha = STRENGTH.alphas().get(detected - 1);
        assertThat(found.decisions().get(0).alpha()).isEqualTo(alpha);
        assertThat(found.logits())
            .isEqualTo(logits(Patch.of(BASE).add(expected, alpha).weights(), images));
        taken.add(found.decisions().get(0).patch().orElseThrow());
      }
    }
    assertThat(taken)
        .containsExactlyInAnyOrder(
            Condition.of(Corruption.CONTRAST, 1), Condition.of(Corruption.CONTRAST, 5));
  }

  @Test
  void aStrengthOfNothingIsNoPatch() {
    try (AutoPatch network = open(Strength.bySeverity(0, 0, 0, 0, 0), 4)) {
      Prediction found = network.predict(noisy(16));
      assertThat(found.logits()).isEqualTo(logits(BASE, noisy(16)));
      assertThat(found.decisions().get(0).patch()).isEmpty();
      assertThat(network.loadedPatches()).isZero();
    }
  }

  @Test
  void whatIsUnknownOrHasNoSignatureIsLeftToTheCleanNetwork() {
    ImageSet unknown = Detectors.images(Condition.of(Corruption.SPATTER, 5), 64);
    ImageSet jpeg = Detectors.images(Condition.of(Corruption.JPEG_COMPRESSION, 5), 64);
    try (AutoPatch network = open(STRENGTH, 4)) {
      network.predict(noisy(16));
      Prediction found = network.predict(unknown);
      assertThat(found.logits()).isEqualTo(logits(BASE, unknown));
      assertThat(found.decisions().get(0).why()).contains("nothing that was learned");
      found = network.predict(jpeg);
      assertThat(found.logits()).isEqualTo(logits(BASE, jpeg));
      assertThat(found.decisions().get(0).why())
          .contains("jpeg_compression")
          .contains("no signature");
    }
  }

  @Test
  void singleOddBatchesChangeNothing() {
    ImageSet clean = Detectors.clean(16);
    ImageSet noise = noisy(16);
    assertThat(Detectors.shared().detect(noise).isSure()).isTrue();
    // Of sixteen that it is sure of each counts for two.
    try (AutoPatch network = open(STRENGTH, 80)) {
      for (int i = 0; i < 3; i++) {
        Prediction odd = network.predict(noise);
        assertThat(odd.decisions().get(0).patch()).isEmpty();
        assertThat(odd.decisions().get(0).why()).contains("32 of 80 images");
        assertThat(network.predict(clean).decisions().get(0).why()).isEqualTo("clean");
      }
      network.predict(noise);
      // What is mixed speaks for nothing and interrupts nothing.
      network.predict(MIXED);
      assertThat(network.predict(noise).decisions().get(0).patch()).isEmpty();
      assertThat(network.predict(noise).decisions().get(0).patch()).isPresent();
      network.predict(MIXED);
      assertThat(network.predict(noise).decisions().get(0).patch()).isPresent();
      network.reset();
      assertThat(network.predict(noise).decisions().get(0).patch()).isEmpty();
    }
  }

  /** What is on before and after makes no difference. */
  @Test
  void mixedBatchesAreComputedByConditionAndComeBackInOrder() {
    try (AutoPatch network = open(STRENGTH, 4)) {
      for (ImageSet before : List.of(Detectors.clean(16), noisy(16))) {
        long number = network.predict(before).decisions().get(0).batch();
        Prediction found = network.predict(MIXED);
        requireApart(found);
        assertThat(found.decisions()).extracting(Decision::batch).containsOnly(number + 1);
        Prediction after = network.predict(before);
        assertThat(after.decisions()).hasSize(1);
        assertThat(after.logits()).isEqualTo(network.predict(before).logits());
      }
      assertThat(network.log().intColumn(DecisionLog.IMAGES).sum()).isEqualTo(2 * (18 + 48));
    }
  }

  /** Each image with the patch of its own condition, whichever group it came into. */
  private static void requireApart(Prediction found) {
    assertThat(found.decisions()).hasSizeBetween(3, 4);
    assertThat(found.decisions().stream().mapToInt(Decision::images).sum()).isEqualTo(18);
    assertThat(found.decisions())
        .extracting(one -> one.patch().map(Condition::label).orElse("none"))
        .contains("gaussian_noise/5", "contrast/5", "none");
    assertThat(found.decisions()).allSatisfy(one -> assertThat(one.why()).contains("mixed"));
    List<StateDict> weights =
        List.of(
            Patch.of(BASE).add(NOISE, 1).weights(),
            Patch.of(BASE).add(CONTRAST, 1).weights(),
            BASE);
    int classes = NETWORK.classes();
    int right = 0;
    for (int i = 0; i < 18; i++) {
      float[] expected = logits(weights.get(i % 3), MIXED.range(i, i + 1));
      float[] own = Arrays.copyOfRange(found.logits(), i * classes, (i + 1) * classes);
      boolean same = true;
      for (int k = 0; k < classes; k++) {
        same &= Math.abs(own[k] - expected[k]) <= 1e-4 * (1 + Math.abs(expected[k]));
      }
      right += same ? 1 : 0;
      assertThat(found.classes()[i]).isEqualTo(Strength.largest(own, classes)[0]);
    }
    assertThat(right).isGreaterThanOrEqualTo(17);
  }

  /** Contrast's patch takes the first layers away, and so wants to be weak; noise's does not. */
  @Test
  void groupsOfAMixedBatchChooseByTheirOwnImagesAlone() {
    Map<String, Tensor> away = new LinkedHashMap<>();
    for (String name : CONTRAST.weights().names()) {
      float[] values = BASE.get(name).toFloats();
      for (int i = 0; i < values.length; i++) {
        values[i] *= -.5f;
      }
      away.put(name, Tensor.of(values, BASE.get(name).shape()));
    }
    Signature weak =
        Signature.ofWeights(StateDict.of(away))
            .withProvenance(Provenance.unknown().withCorruption("contrast").withSeverity(5));
    try (AutoPatch network =
        AutoPatch.open(
            NETWORK,
            BASE,
            Detectors.shared(),
            PatchSource.ofSignatures(BASE, List.of(NOISE, weak)),
            AutoPatchSettings.of(Strength.byEntropy(.5, 1, 2)).withPatience(4))) {
      for (int i = 0; i < 3; i++) {
        assertThat(network.predict(noisy(40)).decisions().get(0).alpha()).isEqualTo(2);
        assertThat(network.predict(MIXED).decisions())
            .filteredOn(one -> one.patch().isPresent())
            .allSatisfy(
                one ->
                    assertThat(one.alpha())
                        .isEqualTo(one.patch().get().name().equals("contrast") ? .5 : 2));
      }
      assertThat(network.loadedPatches()).isEqualTo(6);
    }
  }

  @Test
  void patchesOfOtherWeightsAreRefused() {
    StateDict other = NETWORK.initialWeights(6);
    assertThatThrownBy(
            () ->
                AutoPatch.open(
                    NETWORK, other, Detectors.shared(), PATCHES, AutoPatchSettings.of(STRENGTH)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the patches are of other weights")
        .hasMessageContaining(other.sha256());
  }

  @Test
  void afterItsClosingItSaysSo() {
    AutoPatch network = open(STRENGTH, 4);
    network.close();
    assertThatThrownBy(() -> network.predict(noisy(4)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was closed: open it again");
  }

  @Test
  void aPatchComesOffAtOnceWhereAnImageIsCleanAndSurelyNotOfItsCorruption() {
    ImageSet clean = Detectors.clean(30);
    int surely = 0;
    for (int i = 0; i < 30; i++) {
      ImageSet one = clean.range(i, i + 1);
      try (AutoPatch network = open(STRENGTH, 4)) {
        network.predict(noisy(16));
        Detection detection = Detectors.shared().detect(one);
        Decision decision = network.predict(one).decisions().get(0);
        boolean over =
            detection.verdict() == Detection.Verdict.CLEAN
                && !detection.possible().contains(Optional.of(Corruption.GAUSSIAN_NOISE));
        assertThat(decision.patch().isEmpty()).isEqualTo(over);
        if (over) {
          assertThat(decision.why()).contains("surely not gaussian_noise");
          surely++;
        }
        // It goes on again only with patience.
        assertThat(network.predict(noisy(1)).decisions().get(0).patch().isEmpty()).isEqualTo(over);
      }
    }
    assertThat(surely).isGreaterThan(20);
  }

  @Test
  void entropyAndAgreementChooseAmongTheStrengths() {
    ImageSet images = noisy(40);
    List<Double> alphas = List.of(.5, 1.0, 2.0);
    List<float[]> each =
        alphas.stream()
            .map(alpha -> logits(Patch.of(BASE).add(NOISE, alpha).weights(), images))
            .toList();
    for (Strength strength :
        List.of(Strength.byEntropy(.5, 1, 2), Strength.byAgreement(.5, 1, 2))) {
      double[] costs = strength.costs(each, NETWORK.classes());
      int best = IntStream.range(0, 3).reduce(0, (a, b) -> costs[b] < costs[a] ? b : a);
      try (AutoPatch network = open(strength, 4)) {
        // Tried on 40 images, then on 80, then decided.
        for (int i = 0; i < 4; i++) {
          Prediction found = network.predict(images);
          assertThat(found.decisions().get(0).alpha()).isEqualTo(alphas.get(best));
          assertThat(found.logits()).isEqualTo(each.get(best));
        }
      }
    }
  }

  @Test
  void entropyIsThatOfTheSoftmax() {
    assertThat(Strength.entropy(new float[] {0, 0, 0, 0}, 4)).isEqualTo(Math.log(4));
    double p = 1 / (1 + Math.exp(-2));
    assertThat(Strength.entropy(new float[] {1, -1, 0, 0}, 2))
        .isCloseTo(Math.log(2) - p * Math.log(p) - (1 - p) * Math.log(1 - p), within(1e-12));
  }

  @Test
  void disagreementsAreCountedAgainstTheMajority() {
    float[] first = {1, 0, 0, 1, 0, 0};
    float[] second = {1, 0, 0, 0, 1, 0};
    float[] third = {0, 1, 0, 0, 1, 0};
    assertThat(Strength.byAgreement(1, 2, 3).costs(List.of(first, second, third), 3))
        .containsExactly(1, 0, 1);
  }

  @Test
  void theLogTellsWhatWasDoneAndWhy() {
    try (AutoPatch network = open(STRENGTH, 4)) {
      network.predict(Detectors.clean(16));
      network.predict(noisy(16));
      Table log = network.log();
      assertThat(log.rowCount()).isEqualTo(2);
      assertThat(log.longColumn(DecisionLog.BATCH).asList()).containsExactly(0L, 1L);
      assertThat(log.stringColumn(DecisionLog.DETECTED).asList())
          .satisfiesExactly(
              first -> assertThat(first).isEqualTo("clean"),
              second -> assertThat(second).matches("gaussian_noise/[45]"));
      assertThat(log.stringColumn(DecisionLog.PATCH).asList())
          .containsExactly("", "gaussian_noise/5");
      assertThat(log.doubleColumn(DecisionLog.ALPHA).isMissing(0)).isTrue();
      assertThat(log.doubleColumn(DecisionLog.ALPHA).get(1)).isEqualTo(1);
      assertThat(log.doubleColumn(DecisionLog.PROBABILITY).get(1)).isBetween(.5, 1.0);
    }
  }

  @Test
  void theLogKeepsTheLastDecisionsOnly() {
    DecisionLog log = new DecisionLog(3);
    Detection detection = Detectors.shared().detect(noisy(1));
    for (int i = 0; i < 5; i++) {
      log.add(List.of(new Decision(i, 1, detection, Optional.empty(), 0, "test")));
    }
    assertThat(log.decisions()).extracting(Decision::batch).containsExactly(2L, 3L, 4L);
  }

  @Test
  void threadsGetTheLogitsOfWholePatches() {
    ImageSet noise = noisy(16);
    ImageSet clean = Detectors.clean(16);
    Map<Optional<Condition>, float[]> ofNoise = new LinkedHashMap<>();
    ofNoise.put(Optional.empty(), logits(BASE, noise));
    Condition patch = Condition.of(Corruption.GAUSSIAN_NOISE, 5);
    ofNoise.put(Optional.of(patch), logits(Patch.of(BASE).add(NOISE, 1).weights(), noise));
    Map<Optional<Condition>, float[]> ofClean = new LinkedHashMap<>();
    ofClean.put(Optional.empty(), logits(BASE, clean));
    ofClean.put(Optional.of(patch), logits(Patch.of(BASE).add(NOISE, 1).weights(), clean));
    try (AutoPatch network = open(STRENGTH, 17)) {
      List<Prediction> found =
          IntStream.range(0, 200)
              .parallel()
              .mapToObj(i -> network.predict(i % 20 == 19 ? MIXED : i % 7 < 3 ? noise : clean))
              .toList();
      float[] mixed = network.predict(MIXED).logits();
      for (int i = 0; i < 200; i++) {
        if (i % 20 == 19) {
          assertThat(found.get(i).logits()).isEqualTo(mixed);
          continue;
        }
        Map<Optional<Condition>, float[]> expected = i % 7 < 3 ? ofNoise : ofClean;
        assertThat(found.get(i).logits())
            .isEqualTo(expected.get(found.get(i).decisions().get(0).patch()));
      }
      assertThat(found)
          .extracting(one -> one.decisions().get(0).patch())
          .contains(Optional.of(patch));
      assertThat(found.stream().map(one -> one.decisions().get(0).batch()).distinct()).hasSize(200);
    }
  }

  /** Native memory hangs on managers and arrays: as many afterwards as before. */
  @Test
  void batchesLeaveNothingInMemory() throws ReflectiveOperationException {
    List<ImageSet> batches =
        List.of(Detectors.clean(2), noisy(2), noisy(3), Detectors.clean(3), MIXED);
    try (AutoPatch network = open(STRENGTH, 2)) {
      run(network, batches, 60);
      List<Integer> before = held(network);
      int patches = network.loadedPatches();
      long heap = heap();
      run(network, batches, 600);
      assertThat(held(network)).isEqualTo(before);
      assertThat(network.loadedPatches()).isEqualTo(patches).isLessThanOrEqualTo(15);
      // The log may have grown by 600 decisions; the pixels of a batch are 24 kB at least.
      assertThat(heap() - heap).isLessThan(6L << 20);
    }
  }

  private static void run(AutoPatch network, List<ImageSet> batches, int count) {
    for (int i = 0; i < count; i++) {
      network.predict(batches.get(i % batches.size()));
    }
  }

  /** How many managers and arrays hang on the model's manager, on its parent and so on. */
  private static List<Integer> held(AutoPatch network) throws ReflectiveOperationException {
    Field resources = BaseNDManager.class.getDeclaredField("resources");
    resources.setAccessible(true);
    List<Integer> held = new ArrayList<>();
    try (NDManager scratch = network.model().newScratch()) {
      for (NDManager each = scratch.getParentManager();
          each instanceof BaseNDManager;
          each = each.getParentManager()) {
        held.add(((Map<?, ?>) resources.get(each)).size());
      }
    }
    return held;
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> Strength.bySeverity(1, 1)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> Strength.bySeverity(1, 1, 1, 1e40, 1))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> Strength.byEntropy(0, 1)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> Strength.byEntropy()).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> AutoPatchSettings.of(STRENGTH).withPatience(0))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> PatchSource.ofSignatures(BASE, List.of(NOISE, NOISE)))
        .hasMessageContaining("gaussian_noise/5");
    Signature nameless = Signature.ofWeights(NOISE.weights());
    assertThatThrownBy(() -> PatchSource.ofSignatures(BASE, List.of(nameless)))
        .hasMessageContaining("does not tell its corruption");
    try (NetworkModel model = NetworkModel.open(NETWORK, BASE)) {
      StateDict wrong = StateDict.of(Map.of("features.0.bias", Tensor.of(new float[3], 3)));
      assertThatThrownBy(() -> model.load(wrong))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("features.0.bias");
    }
  }
}
