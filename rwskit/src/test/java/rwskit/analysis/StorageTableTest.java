package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.SafeTensors;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class StorageTableTest {
  private static final Network NETWORK = Network.of(Architecture.VGG11).withWidthDivisor(8);

  @TempDir Path folder;

  @Test
  void bytesAreThoseOfFiles() throws IOException {
    StateDict robust = NETWORK.initialWeights(3);
    Signature signature =
        Signature.extract(NETWORK.initialWeights(1), NETWORK.initialWeights(2), robust);
    StorageTable storage = new StorageTable();
    storage.add("vgg11", robust, signature, List.of(2, 8), Quantizer.TANH, List.of(4, 16));
    Table table = storage.table();
    assertThat(table.stringColumn(StorageTable.STORED).asList())
        .containsExactly("full copy", "signature", "tanh", "tanh", "signature", "tanh", "tanh");
    assertThat(table.intColumn(StorageTable.LAYERS).isMissing(0)).isTrue();
    assertThat(table.intColumn(StorageTable.LAYERS).asList().subList(1, 7))
        .containsExactly(2, 2, 2, 8, 8, 8);
    assertThat(table.intColumn(StorageTable.BITS).asList())
        .containsExactly(32, 32, 4, 16, 32, 4, 16);

    Path file = folder.resolve("file");
    SafeTensors.write(file, robust, Map.of());
    long full = Files.size(file);
    assertThat(table.longColumn(StorageTable.BYTES).get(0)).isEqualTo(full);
    signature.firstLayers(8).quantized(Quantizer.TANH, 4).write(file);
    Row row = table.row(5);
    assertThat(row.getLong(StorageTable.BYTES)).isEqualTo(Files.size(file));
    assertThat(row.getDouble(StorageTable.RATIO)).isEqualTo((double) full / Files.size(file));
    assertThat(row.getDouble(StorageTable.RATIO)).isBetween(7.0, 8.2);
  }
}
