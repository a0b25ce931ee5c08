package rwskit.analysis;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import rwskit.checkpoint.SafeTensors;
import rwskit.file.BadInputException;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a corruption costs in storage: a network of its own, or a signature of some layers at some
 * bits. Bytes are those of files, header and all, which are written for it; the paper's claim is
 * that signatures are up to 13 times smaller.
 */
public final class StorageTable {
  /** Column: the network. */
  public static final String NETWORK = "network";

  /** Column: {@link #FULL_COPY}, or how a signature was quantised, or {@link #UNQUANTIZED}. */
  public static final String STORED = "stored";

  /** What the column {@link #STORED} says of θ_c. */
  public static final String FULL_COPY = "full copy";

  /** What the column {@link #STORED} says of a signature in single precision. */
  public static final String UNQUANTIZED = "signature";

  /** Column: how many layers, from the input on; missing for a full copy. */
  public static final String LAYERS = "layers";

  /** Column: bits a weight. */
  public static final String BITS = "bits";

  /** Column: the file's bytes. */
  public static final String BYTES = "bytes";

  /** Column: the full copy's bytes by this row's. */
  public static final String RATIO = "full copy ÷ this";

  private final Table table =
      Table.create(
          "bytes on disk for a corruption",
          StringColumn.create(NETWORK),
          StringColumn.create(STORED),
          IntColumn.create(LAYERS),
          IntColumn.create(BITS),
          LongColumn.create(BYTES),
          DoubleColumn.create(RATIO));

  /**
   * Adds a row for the full copy, and for each number of layers a row for the signature as it is
   * and one for each number of bits.
   *
   * @param network its name, for the column
   * @param robust θ_c, single precision
   * @param signature of θ_c, not quantised
   * @param layers how many layers to keep, each at least 1 and at most what the network has
   * @param quantizer of the quantised signatures
   * @param bits for each of them, 2 to 16
   * @throws BadInputException if layers or bits are not of that range, the or the signature is
   *     quantised
   */
  public void add(
      String network,
      StateDict robust,
      Signature signature,
      List<Integer> layers,
      Quantizer quantizer,
      List<Integer> bits) {
    long full = SafeTensors.size(robust, Map.of());
    append(network, FULL_COPY, null, 32, full, full);
    for (int count : layers) {
      Signature first = signature.firstLayers(count);
      append(network, UNQUANTIZED, count, 32, first.bytes(), full);
      for (int size : bits) {
        String stored = quantizer.name().toLowerCase(Locale.ROOT);
        long bytes = first.quantized(quantizer, size).bytes();
        append(network, stored, count, size, bytes, full);
      }
    }
  }

  private void append(
      String network, String stored, Integer layers, int bits, long bytes, long full) {
    table.stringColumn(NETWORK).append(network);
    table.stringColumn(STORED).append(stored);
    if (layers == null) {
      table.intColumn(LAYERS).appendMissing();
    } else {
      table.intColumn(LAYERS).append(layers);
    }
    table.intColumn(BITS).append(bits);
    table.longColumn(BYTES).append(bytes);
    table.doubleColumn(RATIO).append((double) full / bytes);
  }

  /**
   * @return a copy of all rows so far
   */
  public Table table() {
    return table.copy();
  }
}
