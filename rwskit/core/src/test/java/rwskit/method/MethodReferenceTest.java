package rwskit.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static rwskit.method.SmallNetworks.ALL;
import static rwskit.method.SmallNetworks.ONE;
import static rwskit.method.SmallNetworks.ROBUST;
import static rwskit.method.SmallNetworks.STANDARD;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.weights.StateDict;

/** Each method against a few lines of NumPy, {@code src/test/resources/methods/expected.py}. */
class MethodReferenceTest {
  static Stream<Arguments> references() {
    return Stream.of(
        Arguments.of("rws", new Rws(), ALL),
        Arguments.of("rws-one", new Rws(), ONE),
        Arguments.of("task-arithmetic", new TaskArithmetic(), ALL),
        Arguments.of("difference", new WeightDifference(), ALL),
        Arguments.of("ties", new Ties(), ALL),
        Arguments.of("ties-0.7", new Ties().withDensity(0.7), ALL),
        Arguments.of("dare", new Dare(), ALL),
        Arguments.of("dare-0.5-7", new Dare().withKeep(0.5).withSeed(7), ALL),
        Arguments.of("breadcrumbs", new Breadcrumbs(), ALL),
        Arguments.of("breadcrumbs-0.5-0.2", new Breadcrumbs().withShares(0.5, 0.2), ALL),
        Arguments.of("model-stock", new ModelStock(), ALL),
        Arguments.of("tsv-m", new TaskSingularVectors(), ALL),
        Arguments.of("iso-c", new IsotropicMerging(), ALL),
        Arguments.of("iso-c-one", new IsotropicMerging(), ONE),
        Arguments.of("lines", Lines.forward(), ALL),
        Arguments.of("lines-reversed", Lines.reversed(), ALL));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void whatIsStoredIsWhatNumPyComputes(String key, Method method, Ingredients ingredients) {
    assertClose(method.merge(ingredients).stored(), SmallNetworks.expected(key));
  }

  @Test
  void everyMethodHasAReferenceOrATestOfItsOwn() {
    Set<String> tested =
        references()
            .map(reference -> ((Method) reference.get()[1]).name())
            .collect(Collectors.toCollection(TreeSet::new));
    tested.addAll(Set.of("copy", "wise-ft", "random", "fixed-projection"));
    assertThat(Methods.all()).extracting(Method::name).containsExactlyInAnyOrderElementsOf(tested);
  }

  @Test
  void copiesAndInterpolationsGoFromOneNetworkToTheOther() {
    for (Method method : new Method[] {new CopiedLayers(), new WiseFt()}) {
      StateDict quarter = method.merge(ONE).apply(STANDARD, 0.25);
      for (String name : STANDARD.names()) {
        float[] from = STANDARD.get(name).toFloats();
        float[] to = ROBUST.get(0).get(name).toFloats();
        float[] found = quarter.get(name).toFloats();
        for (int i = 0; i < found.length; i++) {
          assertThat(found[i]).isEqualTo(0.75f * from[i] + 0.25f * to[i], within(1e-6f));
        }
      }
    }
  }

  @Test
  void fixedProjectionsLieOnTheLineBetweenTaskVectorsAndDifferences() {
    StateDict taskVectors = SmallNetworks.expected("task-arithmetic");
    StateDict differences = SmallNetworks.expected("difference");
    assertClose(new FixedProjection().withKappa(0).merge(ALL).stored(), taskVectors);
    assertClose(new FixedProjection().merge(ALL).stored(), differences);
    StateDict third = new FixedProjection().withKappa(1.0 / 3).merge(ALL).stored();
    for (String name : third.names()) {
      float[] from = taskVectors.get(name).toFloats();
      float[] to = differences.get(name).toFloats();
      float[] found = third.get(name).toFloats();
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isEqualTo((2 * from[i] + to[i]) / 3, within(3e-6f));
      }
    }
  }

  private static void assertClose(StateDict found, StateDict expected) {
    assertThat(found.names()).containsExactlyInAnyOrderElementsOf(expected.names());
    for (String name : expected.names()) {
      assertThat(found.get(name).shape()).isEqualTo(expected.get(name).shape());
      float[] values = found.get(name).toFloats();
      float[] wanted = expected.get(name).toFloats();
      for (int i = 0; i < wanted.length; i++) {
        assertThat(values[i])
            .as("%s, number %d", name, i)
            .isEqualTo(wanted[i], within(3e-6f * Math.max(1, Math.abs(wanted[i]))));
      }
    }
  }
}
