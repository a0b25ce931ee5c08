package rwskit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;

@Timeout(120)
class ThreadsTest {
  private static final int THREADS = 4;
  private static final Network NETWORK = Network.of(Architecture.VGG11).withWidthDivisor(64);
  private static final Attack ATTACK = new Attack(Attack.Norm.LINF, 8 / 255.0, 2);

  /** Twelve small sets, one of them larger than the buffer that the others leave behind. */
  private static final List<ImageSet> SETS =
      IntStream.range(0, 12)
          .mapToObj(i -> DrawnSet.SHAPES.draw(i == 7 ? 30 : 20, i, Split.TEST))
          .toList();

  private static NetworkModel model() {
    return NetworkModel.open(NETWORK, NETWORK.initialWeights(3));
  }

  /** Runs the same task on four threads at once. */
  private static <T> List<T> together(Callable<T> task)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> each :
          threads.invokeAll(IntStream.range(0, THREADS).mapToObj(i -> task).toList())) {
        results.add(each.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void fourThreadsThatShareAModelGetTheAnswersOfOne() throws Exception {
    try (NetworkModel model = model()) {
      List<int[]> alone = SETS.stream().map(model::predict).toList();
      assertThat(alone.stream().flatMapToInt(Arrays::stream).distinct().count()).isGreaterThan(1);

      List<Integer> wrong =
          together(
              () -> {
                int count = 0;
                for (int call = 0; call < 120; call++) {
                  int set = call % SETS.size();
                  count += Arrays.equals(model.predict(SETS.get(set)), alone.get(set)) ? 0 : 1;
                }
                return count;
              });

      assertThat(wrong).containsOnly(0);
    }
  }

  @Test
  void fourThreadsThatAttackOneModelGetTheAnswersOfOne() throws Exception {
    try (NetworkModel model = model()) {
      List<int[]> alone = SETS.stream().map(set -> model.predict(set, ATTACK, 5)).toList();

      List<Boolean> right =
          together(
              () -> {
                for (int set = 0; set < SETS.size(); set++) {
                  if (!Arrays.equals(model.predict(SETS.get(set), ATTACK, 5), alone.get(set))) {
                    return false;
                  }
                }
                return true;
              });

      assertThat(right).containsOnly(true);
      assertThat(model.parameters().get("features.0.weight").requiresGradient()).isTrue();
    }
  }

  @Test
  void fourThreadsMayAttackModelsOfTheirOwn() throws Exception {
    int[] alone;
    try (NetworkModel model = model()) {
      alone = model.predict(SETS.get(0), ATTACK, 5);
    }
    List<int[]> answers =
        together(
            () -> {
              try (NetworkModel model = model()) {
                return model.predict(SETS.get(0), ATTACK, 5);
              }
            });
    assertThat(answers).allSatisfy(each -> assertThat(each).isEqualTo(alone));
  }

  @Test
  void aModelInTrainingRefusesOtherThreads() throws Exception {
    try (NetworkModel model = model();
        NDManager scratch = model.newScratch()) {
      model.trainingLogits(scratch.zeros(new Shape(2, 3, 32, 32)));
      model.predict(SETS.get(0));

      assertThatThrownBy(() -> together(() -> model.predict(SETS.get(0))))
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is trained by the thread " + Thread.currentThread().getName());
      assertThatThrownBy(() -> together(model::weights))
          .hasRootCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aNumberOfThreadsEndsWithItsTask() throws Exception {
    Torch.engine();
    int usual = JniUtils.getNumThreads();
    int inner =
        Torch.onThreads(
            usual + 2,
            () -> {
              assertThat(Torch.<Integer, RuntimeException>onThreads(1, JniUtils::getNumThreads))
                  .isEqualTo(1);
              return JniUtils.getNumThreads();
            });
    assertThat(inner).isEqualTo(usual + 2);
    assertThat(JniUtils.getNumThreads()).isEqualTo(usual);

    assertThatThrownBy(
            () ->
                Torch.onThreads(
                    1,
                    () -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(JniUtils.getNumThreads()).isEqualTo(usual);
  }

  @Test
  void aThreadThatBeginsDuringAnothersTaskEndsWithTheUsualNumber() throws Exception {
    Torch.engine();
    int usual = JniUtils.getNumThreads();
    List<Integer> after =
        Torch.onThreads(
            usual + 3,
            () ->
                together(
                    () -> {
                      Torch.onThreads(1, JniUtils::getNumThreads);
                      return JniUtils.getNumThreads();
                    }));
    assertThat(after).containsOnly(usual);
    assertThat(JniUtils.getNumThreads()).isEqualTo(usual);
  }
}
