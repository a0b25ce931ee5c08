package rwskit.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import rwskit.analysis.CsvFile;
import rwskit.analysis.StorageTable;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Prints the bytes on disk of full copies and of signatures, for VGG-16 (ten classes) and ResNet-50
 * (two hundred) at full width. Weights are drawn: no size depends on their values, but by some
 * bytes in headers.
 */
public final class Storage {
  private static final List<Integer> BITS = List.of(2, 4, 8, 16);

  private Storage() {}

  /**
   * Writes each file once.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    StorageTable storage = new StorageTable();
    add(storage, "vgg16", Network.of(Architecture.VGG16).shapes(), List.of(1, 4, 7, 10, 13));
    add(storage, "resnet50", resnet50(), List.of(1, 4, 7, 10, 17));
    System.out.print(CsvFile.text(storage.table()));
  }

  private static void add(
      StorageTable storage, String network, Map<String, long[]> shapes, List<Integer> layers) {
    StateDict robust = draw(shapes, 3);
    Signature signature = Signature.extract(draw(shapes, 1), draw(shapes, 2), robust);
    storage.add(network, robust, signature, layers, Quantizer.LINEAR, BITS);
  }

  /** Without its counters of batches, 424 bytes in all. */
  private static Map<String, long[]> resnet50() {
    Map<String, long[]> shapes = Network.of(Architecture.RESNET50).withClasses(200).shapes();
    shapes.keySet().removeIf(name -> name.endsWith(".num_batches_tracked"));
    return shapes;
  }

  private static StateDict draw(Map<String, long[]> shapes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          int size = 1;
          for (long extent : shape) {
            size *= (int) extent;
          }
          float[] values = new float[size];
          for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextDouble() - 0.5) * 0.1f;
          }
          tensors.put(name, Tensor.of(values, shape));
        });
    return StateDict.of(tensors);
  }
}
