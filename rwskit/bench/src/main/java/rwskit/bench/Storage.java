package rwskit.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.analysis.CsvFile;
import rwskit.analysis.StorageTable;
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
    Figures.storage(table, title).save("storage");
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

  /** Without its counters of batches, 424 bytes in all. */
  private static Map<String, long[]> resnet50() {
    Map<String, long[]> shapes = Network.of(Architecture.RESNET50).withClasses(200).shapes();
    shapes.keySet().removeIf(name -> name.endsWith(".num_batches_tracked"));
    return shapes;
  }
}
