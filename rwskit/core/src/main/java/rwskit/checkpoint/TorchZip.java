package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import rwskit.checkpoint.TensorReference.Storage;
import rwskit.file.BadInputException;

/**
 * Reads the container that {@code torch.save} writes since PyTorch 1.6: a zip archive with a pickle
 * and one uncompressed entry a storage, all in one folder.
 */
final class TorchZip implements TorchTensors.Storages {
  private static final String PICKLE = "data.pkl";
  private static final int MAGIC = 0x04034b50;

  private final MappedFile mapped;
  private final ZipDirectory directory;
  private final String folder;

  private TorchZip(MappedFile mapped, ZipDirectory directory, String folder) {
    this.mapped = mapped;
    this.directory = directory;
    this.folder = folder;
  }

  /** Whether a file begins as a zip archive does. */
  static boolean isZip(MappedFile mapped) throws IOException {
    return mapped.size() >= Integer.BYTES && mapped.range(0, Integer.BYTES).getInt(0) == MAGIC;
  }

  static TorchZip open(MappedFile mapped) throws IOException {
    ZipDirectory directory = ZipDirectory.read(mapped);
    List<String> pickles =
        directory.names().stream().filter(name -> name.endsWith("/" + PICKLE)).toList();
    Optional<String> kind = ZipKind.describe(directory.names(), pickles.size());
    if (kind.isPresent()) {
      throw new BadInputException("%s %s".formatted(mapped.file(), kind.get()));
    }
    if (pickles.size() != 1) {
      throw new BadInputException(
          "%s is a zip archive, but no PyTorch checkpoint: it has %s entries named %s, one was expected"
              .formatted(mapped.file(), pickles.size(), PICKLE));
    }
    String pickle = pickles.get(0);
    return new TorchZip(mapped, directory, pickle.substring(0, pickle.length() - PICKLE.length()));
  }

  Path file() {
    return mapped.file();
  }

  WeightsInFile read(TorchStateDict.Choice choice) throws IOException {
    return weights(TorchStateDict.find(mapped.file(), readPickle(), choice));
  }

  /** Whether this is a program with its weights. */
  boolean isTorchScript() {
    return ZipKind.isTorchScript(directory.names());
  }

  WeightsInFile weights(TorchStateDict.Found found) throws IOException {
    return new TorchTensors(mapped, this).open(found);
  }

  /** What the pickle holds. */
  Object readPickle() throws IOException {
    requireLittleEndian();
    String pickle = folder + PICKLE;
    if (directory.size(pickle) > Unpickler.MOST_BYTES) {
      throw new BadInputException(
          "%s: the pickle in it has %s bytes, more than any state dict"
              .formatted(mapped.file(), directory.size(pickle)));
    }
    return new Unpickler(mapped.file(), directory.bytes(pickle)).read();
  }

  /** The names of all entries. */
  List<String> entries() {
    return directory.names();
  }

  /** The name of an entry that lies in the checkpoint's folder under another one. */
  String entry(String name) {
    return folder + name;
  }

  /** All of an entry. */
  ByteBuffer bytes(String entry) throws IOException {
    return directory.bytes(entry);
  }

  /** An entry in the checkpoint's folder, if there is one of at most a few bytes. */
  Optional<ByteBuffer> note(String name, int mostBytes) throws IOException {
    String entry = entry(name);
    return directory.contains(entry) && directory.size(entry) <= mostBytes
        ? Optional.of(directory.bytes(entry))
        : Optional.empty();
  }

  private void requireLittleEndian() throws IOException {
    // Absent before PyTorch 2.1, which wrote what the machine used; all but a few are little.
    Optional<ByteBuffer> order = note("byteorder", 100);
    if (order.isPresent()) {
      String found = US_ASCII.decode(order.get()).toString();
      if (!found.equals("little")) {
        throw new BadInputException(
            "%s is of byte order %s; only little can be read: save it anew on such a machine"
                .formatted(mapped.file(), found));
      }
    }
  }

  String entry(Storage storage) {
    return entry("data/" + storage.key());
  }

  @Override
  public boolean isMapped(Storage storage) {
    return directory.isStored(entry(storage));
  }

  @Override
  public Supplier<ByteBuffer> range(Storage storage, long from, long length) throws IOException {
    String entry = entry(storage);
    if (directory.size(entry) != storage.bytes()) {
      throw new BadInputException(
          "storage %s has %s bytes; %s elements of type %s were expected"
              .formatted(
                  storage.key(), directory.size(entry), storage.elements(), storage.type().name()));
    }
    if (isMapped(storage)) {
      ByteBuffer bytes = directory.range(entry, from, length);
      return () -> bytes;
    }
    ByteBuffer packed = directory.packed(entry);
    return () -> directory.inflate(entry, packed).slice((int) from, (int) length);
  }
}
