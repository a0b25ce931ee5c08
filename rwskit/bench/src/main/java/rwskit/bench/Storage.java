package rwskit.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.analysis.CsvFile;
import rwskit.analysis.StorageTable;
import rwskit.figure.FigureFiles;
import rwskit.figure.Figures;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Table;

/**
 * Prints, and draws into {@code figures/}, the bytes on disk of full copies and of signatures, for
 * VGG-16 (ten classes) and ResNet-50 (two hundred) at full width. Weights are drawn: no size
 * depends on their values, but by some bytes in headers.
 */
public final class Storage {
  private static final List<Integer> BITS = List.of(2, 4, 8, 16);
  private static final int[] BLOCKS = {3, 4, 6, 3};

  private Storage() {}

  /**
   * Writes each file once.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    StorageTable storage = new StorageTable();
    add(storage, "VGG-16", Network.of(Architecture.VGG16).shapes(), 13);
    add(storage, "ResNet-50", resnet50(), 17);
    Table table = storage.table();
    System.out.print(CsvFile.text(table));
    Table full =
        table.where(table.stringColumn(StorageTable.STORED).isEqualTo(StorageTable.FULL_COPY));
    String title =
        String.format(
            Locale.ROOT,
            "Signature beside full copy (VGG-16 %.1f MB, ResNet-50 %.1f MB)",
            full.longColumn(StorageTable.BYTES).get(0) / 1e6,
            full.longColumn(StorageTable.BYTES).get(1) / 1e6);
    FigureFiles.standard().save("storage", Figures.storage(table, title), table);
  }

  private static void add(
      StorageTable storage, String network, Map<String, long[]> shapes, int last) {
    List<Integer> layers = IntStream.rangeClosed(1, last).boxed().toList();
    StateDict robust = SyntheticWeights.draw(shapes, 3);
    Signature signature =
        Signature.extract(
            SyntheticWeights.draw(shapes, 1), SyntheticWeights.draw(shapes, 2), robust);
    storage.add(network, robust, signature, layers, Quantizer.LINEAR, BITS);
  }

  /** Torchvision's names and shapes; its counters of batches, 424 bytes in all, are left out. */
  private static Map<String, long[]> resnet50() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    convolution(shapes, "conv1", "bn1", 64, 3, 7);
    int inputs = 64;
    for (int stage = 0; stage < BLOCKS.length; stage++) {
      int width = 64 << stage;
      for (int block = 0; block < BLOCKS[stage]; block++) {
        String name = "layer%d.%d.".formatted(stage + 1, block);
        convolution(shapes, name + "conv1", name + "bn1", width, inputs, 1);
        convolution(shapes, name + "conv2", name + "bn2", width, width, 3);
        convolution(shapes, name + "conv3", name + "bn3", 4 * width, width, 1);
        if (block == 0) {
          String branch = name + "downsample.";
          convolution(shapes, branch + "0", branch + "1", 4 * width, inputs, 1);
        }
        inputs = 4 * width;
      }
    }
    shapes.put("fc.weight", new long[] {200, inputs});
    shapes.put("fc.bias", new long[] {200});
    return shapes;
  }

  private static void convolution(
      Map<String, long[]> shapes, String name, String norm, long outputs, long inputs, long size) {
    shapes.put(name + ".weight", new long[] {outputs, inputs, size, size});
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      shapes.put(norm + "." + part, new long[] {outputs});
    }
  }
}
