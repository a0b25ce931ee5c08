package rwskit.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rwskit.method.SmallNetworks.ALL;
import static rwskit.method.SmallNetworks.PRETRAINED;
import static rwskit.method.SmallNetworks.ROBUST;
import static rwskit.method.SmallNetworks.STANDARD;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class MethodsTest {
  @Test
  void everyMethodIsFoundByItsName() {
    assertThat(Methods.all()).extracting(Method::name).doesNotHaveDuplicates();
    for (Method method : Methods.all()) {
      assertThat(Methods.named(method.name())).isSameAs(method);
      assertThat(method.name()).matches("[a-z]+(-[a-z]+)*");
    }
    assertThatThrownBy(() -> Methods.named("slerp"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no method slerp; there are rws, task-arithmetic");
  }

  @Test
  void parametersAreSetByNameWithinTheirRanges() {
    Method ties = Methods.named("ties").with(Map.of("density", 0.5));
    assertThat(ties.parameters()).hasToString("density=0.5");
    assertThat(ties.merge(ALL).stored()).isEqualTo(new Ties().withDensity(0.5).merge(ALL).stored());
    assertThat(new Dare().with(Map.of("seed", 7.0)).parameters()).hasToString("keep=0.1 seed=7");
    assertRefused("no parameter keep; there are density", () -> ties.with(Map.of("keep", 0.5)));
    assertRefused("no parameter keep; there is none", () -> new Rws().with(Map.of("keep", 0.5)));
    assertRefused("density is 0; ", () -> new Ties().withDensity(0));
    assertRefused("density is 1.5; ", () -> new Ties().withDensity(1.5));
    assertRefused("seed is -1; 0 to", () -> new Dare().withSeed(-1));
    assertRefused("keep is NaN", () -> new Dare().with(Map.of("keep", Double.NaN)));
    assertThat(new Rws().with(Map.of())).isInstanceOf(Rws.class);
  }

  @ParameterizedTest
  @CsvSource({
    "rws, 0, takes one θ_c or more",
    "copy, 2, takes one θ_c",
    "model-stock, 1, takes two θ_c or more",
  })
  void wrongNumbersOfRobustNetworksAreRefused(String method, int count, String reason) {
    Ingredients ingredients = ALL.withRobust(ROBUST.subList(0, count));
    assertRefused(
        "%d robust networks θ_c; this method %s".formatted(count, reason),
        () -> Methods.named(method).merge(ingredients));
  }

  @Test
  void networksThatDoNotMatchAreRefused() {
    assertRefused(
        "the pretrained weights θ₀ are missing",
        () -> new Ties().merge(Ingredients.of(STANDARD).withRobust(ROBUST)));
    StateDict odd = ROBUST.get(1).with("features.3.bias", Tensor.of(new float[2], 2));
    assertRefused(
        "features.3.bias is F32[8] in the standard and F32[2] in the robust (number 2) weights",
        () -> new Ties().merge(ALL.withRobust(ROBUST.get(0), odd)));
    assertRefused(
        "features.0.bias is missing in the pretrained weights",
        () -> new Rws().merge(ALL.withPretrained(PRETRAINED.only(List.of("features.0.weight")))));
    assertRefused("no tensor named fc", () -> ALL.only(List.of("fc")));
    assertRefused("4 layers were asked for", () -> ALL.firstLayers(4));
  }

  @Test
  void anotherHeadOfThePretrainedNetworkIsLeftOut() {
    List<String> body = PRETRAINED.names().stream().filter(n -> n.startsWith("features")).toList();
    Ingredients headless = ALL.withPretrained(PRETRAINED.only(body));
    assertThat(new TaskArithmetic().merge(headless).tensors()).containsExactlyElementsOf(body);
    assertThat(new WeightDifference().merge(headless).tensors())
        .containsExactlyElementsOf(STANDARD.names());
  }

  @Test
  void depthsFollowTheLayersAndWhatStandsBetweenThem() {
    StateDict weights = STANDARD.with("features.7.weight", Tensor.of(new float[40], 40));
    Depths depths = Depths.of(weights);
    assertThat(depths.of("features.0.bias")).isZero();
    assertThat(depths.of("features.3.weight")).isEqualTo(0.5);
    assertThat(depths.of("features.6.weight")).isEqualTo(1);
    assertThat(depths.of("classifier.weight")).isEqualTo(1);
    assertThat(depths.of("features.7.weight")).isEqualTo(1);
  }

  private static void assertRefused(
      String reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(BadInputException.class).hasMessageContaining(reason);
  }
}
