package rwskit.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.random.RandomStream;

/**
 * libtorch computes with memory of Java's where an array was made of Java's numbers. An array that
 * is closed before the gradients are computed leaves them to read what came there after the
 * collection of garbage.
 */
@ExtendWith(OneThread.class)
class GradientMemoryTest {
  private static final int IMAGES = 2;
  private static final int SIZE = 32;

  @ParameterizedTest
  @EnumSource(names = {"RESNET20", "RESNET18_CIFAR", "WRN28_2", "VGG11_BN"})
  void gradientsDoNotDependOnWhatIsCollectedMeanwhile(Architecture architecture) {
    Map<String, float[]> expected = gradients(architecture, () -> {});
    Map<String, float[]> found = gradients(architecture, GradientMemoryTest::collectAndOverwrite);
    assertThat(expected).isNotEmpty();
    expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
  }

  private static Map<String, float[]> gradients(Architecture architecture, Runnable meanwhile) {
    Network network = Network.of(architecture);
    try (NetworkModel model = NetworkModel.open(network, network.initialWeights(3));
        NDManager scratch = model.newScratch()) {
      float[] pixels = new float[IMAGES * 3 * SIZE * SIZE];
      RandomStream random = RandomStream.of(5);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) random.nextDouble();
      }
      NDArray x = scratch.create(pixels, new Shape(IMAGES, 3, SIZE, SIZE));
      return Torch.withGradients(
          gradients -> {
            NDArray loss = model.trainingLogits(x).square().sum();
            meanwhile.run();
            gradients.backward(loss);
            Map<String, float[]> found = new LinkedHashMap<>();
            model
                .parameters()
                .forEach(
                    (name, parameter) -> {
                      if (parameter.getArray().getShape().dimension() == 4) {
                        found.put(name, parameter.getArray().getGradient().toFloatArray());
                      }
                    });
            return found;
          });
    }
  }

  /** What a training of minutes does now and then. */
  private static void collectAndOverwrite() {
    List<ByteBuffer> others = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      System.gc();
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      // Of the sizes of small tensors, so that they get what was freed.
      for (int size = 512; size <= 16_384; size *= 2) {
        for (int i = 0; i < 100; i++) {
          ByteBuffer other = ByteBuffer.allocateDirect(size);
          while (other.hasRemaining()) {
            other.put((byte) 0x7e);
          }
          others.add(other);
        }
      }
    }
    assertThat(others).isNotEmpty();
  }
}
