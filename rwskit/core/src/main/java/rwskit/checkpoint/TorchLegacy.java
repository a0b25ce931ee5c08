package rwskit.checkpoint;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import rwskit.checkpoint.TensorReference.Storage;
import rwskit.file.BadInputException;

/**
 * Reads the container that {@code torch.save} wrote before PyTorch 1.6: five pickles (a magic
 * number, the format's version, the machine's, the checkpoint, the storages' keys), then each
 * storage, its number of elements before its bytes.
 */
final class TorchLegacy implements TorchTensors.Storages {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private final MappedFile mapped;

  /** Where each storage's bytes begin in the file. */
  private final Map<String, Long> places = new HashMap<>();

  private final Map<String, Storage> storages = new HashMap<>();

  private TorchLegacy(MappedFile mapped) {
    this.mapped = mapped;
  }

  static WeightsInFile read(MappedFile mapped, TorchStateDict.Choice choice) throws IOException {
    TorchLegacy legacy = new TorchLegacy(mapped);
    ByteBuffer pickles = mapped.range(0, Math.min(mapped.size(), Unpickler.MOST_BYTES));
    Object magic = new Unpickler(mapped.file(), pickles).read();
    if (!MAGIC.equals(magic)) {
      throw new BadInputException(
          ("%s is a pickle, but not one that torch.save wrote%s; load it where it comes from, and"
                  + " save its weights with torch.save")
              .formatted(
                  mapped.file(),
                  magic instanceof Inert inert
                      ? ": an object of %s, of which nothing was run".formatted(inert.name())
                      : ForeignObjects.inPlaceOfWeights(magic)));
    }
    if (!(new Unpickler(mapped.file(), pickles).read() instanceof Long version)
        || version != VERSION) {
      throw legacy.bad("it is not of version %s, the only one".formatted(VERSION));
    }
    if (!(new Unpickler(mapped.file(), pickles).read() instanceof Map<?, ?> machine)
        || !Boolean.TRUE.equals(machine.get("little_endian"))) {
      throw legacy.bad("it is big-endian; save it anew on a little-endian machine");
    }
    Unpickler checkpoint = new Unpickler(mapped.file(), pickles);
    TorchStateDict.Found found = TorchStateDict.find(mapped.file(), checkpoint.read(), choice);
    legacy.know(checkpoint.storages());
    legacy.place(new Unpickler(mapped.file(), pickles).read(), pickles.position());
    return new TorchTensors(mapped, legacy).open(found);
  }

  private void know(List<Storage> found) {
    for (Storage storage : found) {
      Storage before = storages.putIfAbsent(storage.key(), storage);
      if (before != null && !before.equals(storage)) {
        throw bad("storage %s is of two types or sizes".formatted(storage.key()));
      }
    }
  }

  private void place(Object keys, long from) throws IOException {
    if (!(keys instanceof List<?> list)) {
      throw bad("the list of its storages is missing");
    }
    long at = from;
    for (Object key : list) {
      Storage storage = key instanceof String name ? storages.get(name) : null;
      if (storage == null || storage.bytes() < 0) {
        throw bad("it has a storage that no tensor uses, or one too large");
      }
      long elements = mapped.range(at, 8).getLong();
      if (elements != storage.elements()) {
        throw bad(
            "storage %s has %s elements; %s were expected"
                .formatted(storage.key(), elements, storage.elements()));
      }
      if (storage.bytes() > mapped.size() - at - 8) {
        throw bad("it is truncated: storage %s ends beyond it".formatted(storage.key()));
      }
      places.put(storage.key(), at + 8);
      at += 8 + storage.bytes();
    }
  }

  @Override
  public boolean isMapped(Storage storage) {
    return true;
  }

  @Override
  public Supplier<ByteBuffer> range(Storage storage, long from, long length) throws IOException {
    Long place = places.get(storage.key());
    if (place == null) {
      throw bad("storage %s is missing".formatted(storage.key()));
    }
    ByteBuffer bytes = mapped.range(place + from, length);
    return () -> bytes;
  }

  private BadInputException bad(String reason) {
    return new BadInputException(mapped.file() + ": " + reason);
  }
}
