package rwskit.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.method.SmallNetworks.ALL;
import static rwskit.method.SmallNetworks.ONE;
import static rwskit.method.SmallNetworks.PRETRAINED;
import static rwskit.method.SmallNetworks.ROBUST;
import static rwskit.method.SmallNetworks.STANDARD;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.file.BadInputException;
import rwskit.signature.Patch;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import rwskit.weights.TensorBuilder;

class MergePropertiesTest {
  static Stream<Method> methods() {
    return Methods.all().stream();
  }

  private static Ingredients ingredients(Method method) {
    return method.needs().contains(Need.ONE_ROBUST) ? ONE : ALL;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void atStrengthZeroTheBaseStaysBitForBit(Method method) {
    // −0 plus 0 times anything would be 0.
    StateDict odd = STANDARD.with("features.0.bias", Tensor.of(new float[] {-0f, 1, -0f, 2}, 4));
    for (StateDict base : List.of(odd, ROBUST.get(3))) {
      Merge merge = method.merge(ingredients(method));
      assertThat(merge.apply(base, 0)).isEqualTo(base);
      assertThat(merge.streamed(base, 0)).isEqualTo(base);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void onlyTheChosenTensorsChange(Method method) {
    List<String> first = List.of("features.0.weight", "features.0.bias");
    Merge merge = method.merge(ingredients(method).firstLayers(1));
    StateDict merged = merge.apply(STANDARD, 0.5);
    assertThat(merge.tensors()).containsExactlyInAnyOrderElementsOf(first);
    assertThat(merge.stored().names()).containsExactlyInAnyOrderElementsOf(first);
    assertThat(merged.names()).containsExactlyElementsOf(STANDARD.names());
    for (String name : STANDARD.names()) {
      if (name.equals("features.0.weight")) {
        assertThat(merged.get(name)).isNotEqualTo(STANDARD.get(name));
      } else if (!first.contains(name)) {
        assertThat(merged.get(name)).isSameAs(STANDARD.get(name));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void theSameCallGivesTheSameBits(Method method) {
    StateDict once = method.merge(ingredients(method)).apply(STANDARD, 0.7);
    assertThat(method.merge(ingredients(method)).apply(STANDARD, 0.7)).isEqualTo(once);
    assertThat(method.merge(ingredients(method)).streamed(STANDARD, 0.7)).isEqualTo(once);
  }

  @Property(tries = 20)
  void rwsIsWhatAPatchAdds(@ForAll @DoubleRange(min = -2, max = 2) double alpha) {
    Signature signature = Signature.extract(PRETRAINED, STANDARD, ROBUST.get(0)).firstLayers(2);
    assertThat(new Rws().merge(ONE.firstLayers(2)).apply(STANDARD, alpha))
        .isEqualTo(Patch.of(STANDARD).add(signature, alpha).weights());
  }

  @Property(tries = 20)
  void tiesThatKeepsAllOfOneNetworkIsTaskArithmetic(
      @ForAll @DoubleRange(min = -2, max = 2) double alpha) {
    assertThat(new Ties().withDensity(1).merge(ONE).apply(STANDARD, alpha))
        .isEqualTo(new TaskArithmetic().merge(ONE).apply(STANDARD, alpha));
  }

  @Property(tries = 20)
  void dareAndBreadcrumbsThatKeepAllAreTaskArithmetic(@ForAll @LongRange(max = 99) long seed) {
    StateDict all = new TaskArithmetic().merge(ALL).stored();
    assertThat(new Dare().withKeep(1).withSeed(seed).merge(ALL).stored()).isEqualTo(all);
    assertThat(new Breadcrumbs().withShares(1, 0).merge(ALL).stored()).isEqualTo(all);
  }

  @Test
  void linesWithoutScalingDownAreTaskArithmetic() {
    StateDict all = new TaskArithmetic().merge(ALL).stored();
    assertThat(Lines.forward().withLowest(1).merge(ALL).stored()).isEqualTo(all);
    assertThat(Lines.reversed().withLowest(1).merge(ALL).stored()).isEqualTo(all);
  }

  @Test
  void atStrengthOneCopyAndInterpolationAreTheOtherNetworkBitForBit() {
    StateDict robust = ROBUST.get(0).with("bn.running_mean", Tensor.of(new float[] {3}, 1));
    StateDict standard = STANDARD.with("bn.running_mean", Tensor.of(new float[] {1}, 1));
    Ingredients both = Ingredients.of(standard).withRobust(robust);
    assertThat(new WiseFt().merge(both).apply(standard, 1)).isEqualTo(robust);
    StateDict copied = new CopiedLayers().merge(both).apply(standard, 1);
    assertThat(copied.only(STANDARD.names())).isEqualTo(robust.only(STANDARD.names()));
    assertThat(copied.get("bn.running_mean")).isSameAs(standard.get("bn.running_mean"));
    assertThat(new WiseFt().merge(both).apply(standard, 0.5).get("bn.running_mean").toFloats())
        .containsExactly(2);
  }

  @Test
  void atHomeTheDifferenceIsTheCopy() {
    StateDict added = new WeightDifference().merge(ONE).apply(STANDARD, 1);
    for (String name : STANDARD.names()) {
      assertThat(distance(added.get(name), ROBUST.get(0).get(name))).isLessThan(1e-6);
    }
  }

  @Property(tries = 20)
  void isotropicMergingKeepsTheSumOfSingularValues(
      @ForAll @IntRange(min = 0, max = 3) int network) {
    Ingredients one = ALL.withRobust(ROBUST.get(network));
    StateDict iso = new IsotropicMerging().merge(one).stored();
    StateDict task = new TaskArithmetic().merge(one).stored();
    for (String name : List.of("features.0.weight", "features.6.weight", "classifier.weight")) {
      double[] equal = singularValues(iso.get(name));
      double[] before = singularValues(task.get(name));
      double mean = Arrays.stream(before).average().orElseThrow();
      for (double value : equal) {
        assertThat(value).isEqualTo(mean, within(1e-5 * mean));
      }
    }
  }

  @Test
  void singularVectorsOfOneNetworkAreAllOfItsTaskVector() {
    StateDict merged = new TaskSingularVectors().merge(ONE).stored();
    StateDict task = new TaskArithmetic().merge(ONE).stored();
    for (String name : task.names()) {
      assertThat(distance(merged.get(name), task.get(name))).isLessThan(1e-5);
    }
  }

  @Test
  void directionsWithoutALengthStayZero() {
    Ingredients still = ALL.withRobust(PRETRAINED, PRETRAINED);
    for (Method method : Methods.all()) {
      if (method.needs().contains(Need.ROBUST) && method.needs().contains(Need.PRETRAINED)) {
        // Of the others nothing is left; of this one what it takes off stays.
        Method withoutShare = method instanceof FixedProjection fixed ? fixed.withKappa(0) : method;
        assertThat(withoutShare.merge(still).stored().tensors().values())
            .as(method.name())
            .allSatisfy(tensor -> assertThat(norm(tensor)).isZero());
      }
    }
    assertThat(new ModelStock().merge(still).apply(STANDARD, 1)).isEqualTo(PRETRAINED);
  }

  @Test
  void modelStockOfEqualNetworksIsThatNetwork() {
    StateDict robust = ROBUST.get(0);
    StateDict merged = new ModelStock().merge(ALL.withRobust(robust, robust)).apply(STANDARD, 1);
    for (String name : robust.names()) {
      assertThat(distance(merged.get(name), robust.get(name))).isLessThan(1e-5);
    }
  }

  @Property(tries = 10)
  void randomDirectionsAreAsLongAsSignatures(@ForAll @LongRange(max = 1L << 40) long seed) {
    StateDict random = new RandomDirection().withSeed(seed).merge(ALL).stored();
    StateDict signature = new Rws().merge(ALL).stored();
    assertThat(random).isNotEqualTo(new RandomDirection().withSeed(seed + 1).merge(ALL).stored());
    for (String name : random.names()) {
      double length = norm(signature.get(name));
      assertThat(norm(random.get(name))).isEqualTo(length, within(1e-5 * length));
    }
    float[] numbers = random.get("features.6.weight").toFloats();
    double norm = norm(random.get("features.6.weight"));
    double beyond = 0;
    for (float number : numbers) {
      beyond += Math.abs(number) > norm / Math.sqrt(numbers.length) ? 1 : 0;
    }
    // Of a normal distribution 32 % lie beyond one deviation; six deviations of 320 draws allowed.
    assertThat(beyond / numbers.length).isBetween(0.16, 0.48);
  }

  @Test
  void masksKeepTheirShare() {
    int count = 200_000;
    StateDict zeros = StateDict.of(Map.of("t", Tensor.of(new float[count], count)));
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    StateDict tuned = StateDict.of(Map.of("t", Tensor.of(ones, count)));
    Ingredients ingredients = Ingredients.of(zeros).withPretrained(zeros).withRobust(tuned);
    float[] kept = new Dare().withKeep(0.3).merge(ingredients).stored().get("t").toFloats();
    int found = 0;
    for (float number : kept) {
      assertThat(number == 0 || number == 1 / 0.3f).isTrue();
      found += number == 0 ? 0 : 1;
    }
    assertThat(found / (double) count).isEqualTo(0.3, within(0.006));
    Merge merge = new Dare().withKeep(0.3).merge(ingredients);
    assertThat(merge.bytes()).isEqualTo(count / 8 + 4L * found);
  }

  @Test
  void bytesAreThoseOfWhatIsStored() {
    long elements = STANDARD.elementCount();
    assertThat(new TaskArithmetic().merge(ALL).bytes()).isEqualTo(4 * elements);
    assertThat(new CopiedLayers().merge(ONE).bytes()).isEqualTo(4 * elements);
    assertThat(new RandomDirection().merge(ALL).bytes()).isEqualTo(8 + 4 * 8);
    assertThat(new Ties().merge(ONE).bytes()).isLessThan(elements * 4 / 3);
    assertThat(new Rws().merge(ALL).quantized(Quantizer.LINEAR, 4).bytes())
        .isEqualTo(elements / 2 + 1 + 12 * 8);
  }

  @Test
  void quantizedChangesAreThoseOfTheQuantizedTensors() {
    Signature signature = Signature.extract(PRETRAINED, STANDARD, ROBUST.get(0));
    assertThat(new Rws().merge(ONE).quantized(Quantizer.LOG, 8).apply(STANDARD, 0.5))
        .isEqualTo(Patch.of(STANDARD).add(signature.quantized(Quantizer.LOG, 8), 0.5).weights());
    StateDict copy =
        new CopiedLayers().merge(ONE).quantized(Quantizer.LINEAR, 8).apply(STANDARD, 1);
    assertThat(copy)
        .isEqualTo(Signature.ofWeights(ROBUST.get(0)).quantized(Quantizer.LINEAR, 8).weights());
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F16", "BF16"})
  void basesKeepTheirTypes(DType dtype) {
    StateDict base = as(dtype, STANDARD);
    for (Method method : List.of(new TaskArithmetic(), new CopiedLayers())) {
      StateDict merged = method.merge(ONE).apply(base, 0.5);
      StateDict single = method.merge(ONE).apply(STANDARD, 0.5);
      for (String name : base.names()) {
        assertThat(merged.get(name).dtype()).isEqualTo(dtype);
        assertThat(distance(merged.get(name), single.get(name))).isLessThan(0.02);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void weightsBeyondTheRangeOfTheBasesTypeAreRefused(Method method) {
    StateDict base = as(DType.F16, STANDARD);
    Merge merge = method.merge(ingredients(method));
    assertThatThrownBy(() -> merge.apply(base, 1e9))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("weights become infinite or NaN in the model's type: ")
        .hasMessageContaining("features.0.weight (");
    StateDict streamed = merge.streamed(base, 1e9);
    assertThatThrownBy(() -> streamed.get("features.0.weight").bytes())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("NaN in the model's type: features.0.weight (");
  }

  @Test
  void aCopyThatTheBasesTypeCannotHoldIsRefused() {
    StateDict vast =
        ROBUST
            .get(0)
            .with("classifier.bias", Tensor.of(new float[] {65_504, 65_536, -70_000, 1, 0}, 5));
    Merge merge = new CopiedLayers().merge(Ingredients.of(STANDARD).withRobust(vast));
    assertThat(merge.apply(STANDARD, 1).get("classifier.bias"))
        .isEqualTo(vast.get("classifier.bias"));
    assertThatThrownBy(() -> merge.apply(as(DType.F16, STANDARD), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("classifier.bias (2 of 5)");
    // What was infinite before is not the change's doing.
    StateDict broken =
        as(DType.F16, STANDARD)
            .with(
                "classifier.bias",
                as(DType.F16, vast.only(List.of("classifier.bias"))).get("classifier.bias"));
    assertThat(merge.apply(broken, 1).get("classifier.bias").toFloats()[0]).isEqualTo(65_504);
  }

  @Test
  void strengthsAndBasesThatDoNotFitAreRefused() {
    Merge merge = new CopiedLayers().merge(ONE);
    assertThatThrownBy(() -> merge.apply(STANDARD, Double.NaN))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("α is NaN");
    assertThatThrownBy(() -> merge.apply(STANDARD.only(List.of("features.0.bias")), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("classifier.bias is missing in the base weights");
    StateDict other = STANDARD.with("features.0.bias", Tensor.of(new float[3], 3));
    for (Method method : List.of(new CopiedLayers(), new TaskArithmetic())) {
      assertThatThrownBy(() -> method.merge(ONE).apply(other, 1))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("features.0.bias is F32[3] in the base");
    }
  }

  private static StateDict as(DType dtype, StateDict weights) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              TensorBuilder builder = new TensorBuilder(dtype, tensor.shape());
              builder.put(0, tensor.toFloats(), 0, tensor.size());
              tensors.put(name, builder.build());
            });
    return StateDict.of(tensors);
  }

  private static double[] singularValues(Tensor tensor) {
    Matrix matrix = Matrix.of(tensor);
    Spectrum spectrum =
        Spectrum.of("t", matrix.height() > matrix.width() ? matrix.transposed() : matrix);
    double[] values = new double[spectrum.rank()];
    for (int i = 0; i < values.length; i++) {
      values[i] = spectrum.value(i);
    }
    return values;
  }

  private static double norm(Tensor tensor) {
    float[] values = tensor.toFloats();
    return Math.sqrt(Elementwise.squares(values, values.length));
  }

  private static double distance(Tensor one, Tensor other) {
    float[] values = one.toFloats();
    float[] others = other.toFloats();
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(values[i] - others[i]));
    }
    return largest;
  }
}
