package rwskit.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rwskit.checkpoint.SafeTensors;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.evaluation.Evaluation;
import rwskit.model.Architecture;
import rwskit.model.Attack;
import rwskit.model.Network;
import rwskit.model.Torch;
import rwskit.training.FineTuning;
import rwskit.training.Recipe;
import rwskit.training.Trained;
import rwskit.training.TrainingTask;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Robust accuracies under projected gradient descent, of a network trained plainly on drawn shapes
 * and of one trained adversarially from there. Leaves weights and test images in a folder, where
 * {@code peers/pgd.py} measures the same in PyTorch.
 */
public final class RobustAccuracy {
  private static final Network NETWORK = Network.of(Architecture.VGG11).withWidthDivisor(8);
  private static final List<Double> LEVELS = List.of(.5, 1., 2.);
  private static final List<Double> LENGTHS = List.of(.1, .2, .4);

  private RobustAccuracy() {}

  /**
   * @param arguments the folder
   */
  public static void main(String[] arguments) {
    Torch.onThreads(1, () -> measure(Path.of(arguments[0])));
  }

  private static Evaluation measure(Path folder) {
    ImageSet train = DrawnSet.SHAPES.draw(3000, 0, Split.TRAIN);
    ImageSet validation = DrawnSet.SHAPES.draw(300, 1, Split.VALIDATION);
    ImageSet test = DrawnSet.SHAPES.draw(2000, 2, Split.TEST);
    SafeTensors.write(folder.resolve("test.safetensors"), tensors(test), Map.of());
    StateDict plain =
        train(NETWORK.initialWeights(0), train, validation, Recipe.DRAWN_PRETRAINING).bestTa();
    Recipe adversarial = Recipe.DRAWN.withEpochs(1).withAttack(Attack.linf(2));
    StateDict robust = train(plain, train, validation, adversarial).bestRa();
    Evaluation evaluation = Evaluation.of(NETWORK, test, 1);
    System.out.println("weights,norm,epsilon,robust accuracy");
    report("plain", folder, plain, evaluation);
    report("adversarial", folder, robust, evaluation);
    return evaluation;
  }

  private static Trained train(
      StateDict start, ImageSet train, ImageSet validation, Recipe recipe) {
    return FineTuning.run(
        new TrainingTask(NETWORK, start, train, validation, validation, recipe, 0), progress -> {});
  }

  private static void report(String name, Path folder, StateDict weights, Evaluation evaluation) {
    SafeTensors.write(folder.resolve(name + ".safetensors"), weights, Map.of());
    print(name, "linf", 0, evaluation.accuracy(weights).percent());
    for (double levels : LEVELS) {
      print(name, "linf", levels, evaluation.accuracy(weights, Attack.linf(levels)).percent());
    }
    for (double epsilon : LENGTHS) {
      print(name, "l2", epsilon, evaluation.accuracy(weights, Attack.l2(epsilon)).percent());
    }
  }

  private static void print(String name, String norm, double epsilon, double percent) {
    System.out.printf(Locale.ROOT, "%s,%s,%s,%.2f%n", name, norm, epsilon, percent);
  }

  private static StateDict tensors(ImageSet images) {
    ByteBuffer labels =
        ByteBuffer.allocate(Long.BYTES * images.size()).order(ByteOrder.LITTLE_ENDIAN);
    byte[] pixels = new byte[images.size() * images.imageBytes()];
    for (int i = 0; i < images.size(); i++) {
      images.copyImage(i, pixels, i * images.imageBytes());
      labels.putLong(images.label(i));
    }
    long[] shape = {images.size(), images.height(), images.width(), images.channels()};
    return StateDict.of(
        Map.of(
            "pixels",
            Tensor.of(DType.U8, shape, ByteBuffer.wrap(pixels)),
            "labels",
            Tensor.of(DType.I64, new long[] {images.size()}, labels.flip())));
  }
}
