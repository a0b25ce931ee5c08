package rwskit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;
import rwskit.weights.StateDict;

@ExtendWith(OneThread.class)
class AttackTest {
  private static final Network NETWORK = Network.of(Architecture.VGG11_BN).withWidthDivisor(32);
  private static final StateDict WEIGHTS = NETWORK.initialWeights(4);
  private static final int[] LABELS = {0, 3, 7, 9};

  private record Attacked(float[] before, float[] after, double lossBefore, double lossAfter) {}

  private static Attacked attack(Attack attack) {
    try (NetworkModel model = NetworkModel.open(NETWORK, WEIGHTS);
        NDManager manager = model.newScratch()) {
      float[] pixels = new float[LABELS.length * 3 * 32 * 32];
      RandomStream random = RandomStream.of(1);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = i % 5 == 0 ? i % 2 : (float) random.nextDouble();
      }
      NDArray images = manager.create(pixels, new Shape(LABELS.length, 3, 32, 32));
      float[] after =
          model
              .attacked(images, manager.create(LABELS), attack, i -> RandomStream.of(2, i))
              .toFloatArray();
      assertThat(images.toFloatArray()).containsExactly(pixels);
      assertThat(model.weights()).isEqualTo(WEIGHTS);
      return new Attacked(
          pixels, after, loss(model.logits(pixels, 32, 32)), loss(model.logits(after, 32, 32)));
    }
  }

  private static double loss(float[] logits) {
    double loss = 0;
    int classes = logits.length / LABELS.length;
    for (int i = 0; i < LABELS.length; i++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits[i * classes + c]);
      }
      loss += Math.log(sum) - logits[i * classes + LABELS[i]];
    }
    return loss;
  }

  private static double distance(Attack.Norm norm, Attacked attacked, int image) {
    int size = attacked.before.length / LABELS.length;
    double largest = 0;
    double squares = 0;
    for (int i = image * size; i < (image + 1) * size; i++) {
      double difference = Math.abs(attacked.after[i] - attacked.before[i]);
      largest = Math.max(largest, difference);
      squares += difference * difference;
    }
    return norm == Attack.Norm.LINF ? largest : Math.sqrt(squares);
  }

  @ParameterizedTest
  @EnumSource
  void theAttackStaysWithinEpsilonAndRaisesTheLoss(Attack.Norm norm) {
    double epsilon = norm == Attack.Norm.LINF ? 4 / 255. : .7;
    Attack ten = new Attack(norm, epsilon, 10);
    Attacked attacked = attack(ten);
    for (int i = 0; i < LABELS.length; i++) {
      assertThat(distance(norm, attacked, i)).isBetween(.5 * epsilon, epsilon + 1e-6);
    }
    for (float pixel : attacked.after) {
      assertThat(pixel).isBetween(0f, 1f);
    }
    Attacked started = attack(new Attack(norm, epsilon, 0));
    assertThat(attacked.lossAfter).isGreaterThan(attacked.lossBefore);
    assertThat(attacked.lossAfter).isGreaterThan(started.lossAfter);
  }

  @ParameterizedTest
  @EnumSource
  void theStartIsDrawnWithinEpsilon(Attack.Norm norm) {
    Attack attack = new Attack(norm, .3, 0);
    double sum = 0;
    for (int i = 0; i < 200; i++) {
      float[] difference = new float[50];
      attack.drawStart(RandomStream.of(i), difference, 10, 30);
      double squares = 0;
      double largest = 0;
      for (float value : difference) {
        squares += value * value;
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(difference[9]).isZero();
      assertThat(difference[40]).isZero();
      double length = norm == Attack.Norm.LINF ? largest : Math.sqrt(squares);
      assertThat(length).isLessThanOrEqualTo(.3 + 1e-7);
      sum += length;
    }
    // A uniform radius has mean ε/2; the largest of thirty uniform differences 30/31 ε.
    assertThat(sum / 200).isEqualTo(norm == Attack.Norm.LINF ? .3 * 30 / 31 : .15, within(.02));
  }

  @Test
  void theSameSeedGivesTheSamePredictionsInAnyBatch() {
    ImageSet images = DrawnSet.SHAPES.draw(260, 0, Split.TEST);
    try (NetworkModel model = NetworkModel.open(NETWORK, WEIGHTS)) {
      int[] all = model.predict(images.range(0, 20), Attack.linf(8), 1);
      assertThat(model.predict(images.range(0, 20), Attack.linf(8), 1)).containsExactly(all);
      assertThat(model.predict(images.range(0, 10), Attack.linf(8), 1))
          .containsExactly(Arrays.copyOf(all, 10));
      assertThat(model.predict(images, new Attack(Attack.Norm.L2, 1, 0), 1)).hasSize(260);
      assertThat(model.predict(images, Attack.NONE, 1)).containsExactly(model.predict(images));
    }
  }

  @Test
  void thePapersStepsAreAQuarterOfEpsilon() {
    assertThat(Attack.linf(8).stepSize()).isEqualTo(2.5 * 8 / 255 / 10, within(1e-15));
    assertThat(Attack.l2(.5).stepSize()).isEqualTo(.125);
    assertThat(Attack.NONE.stepSize()).isZero();
  }

  @Test
  void attacksThatDoNotExistAreRefused() {
    for (double epsilon : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Attack.l2(epsilon)).isInstanceOf(BadInputException.class);
    }
    assertThatThrownBy(() -> new Attack(Attack.Norm.L2, 1, -1))
        .isInstanceOf(BadInputException.class);
  }
}
