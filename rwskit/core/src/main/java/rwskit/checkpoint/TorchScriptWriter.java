package rwskit.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import rwskit.checkpoint.TensorReference.Storage;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Writes a TorchScript archive anew, with other weights in it. */
final class TorchScriptWriter {
  private final TorchZip zip;
  private final Predicate<String> isParameter;
  private final Map<String, List<Change>> byEntry = new HashMap<>();

  /** What becomes of a part of a storage. */
  private record Change(String name, TensorReference reference, Tensor tensor) {
    Storage storage() {
      return reference.storage();
    }

    /** The storage from this part on. */
    ByteBuffer part(ByteBuffer storage) {
      int from = Math.toIntExact(reference.offset() * storage().type().bytes());
      return storage.slice(from, storage.capacity() - from);
    }
  }

  /**
   * @param changed some of the archive's weights
   * @param isParameter whether a buffer of that name is declared as a parameter
   * @throws BadInputException if a tensor is not the program's, or of another shape or type
   */
  TorchScriptWriter(TorchZip zip, StateDict changed, Predicate<String> isParameter)
      throws IOException {
    this.zip = zip;
    this.isParameter = isParameter;
    Map<String, TensorReference> references = TorchScriptState.read(zip).found().tensors();
    for (String name : changed.names()) {
      Tensor tensor = changed.get(name);
      TensorReference reference = references.get(name);
      if (reference == null
          || tensor.dtype() != reference.storage().dtype()
          || !Arrays.equals(tensor.shape(), reference.shape())) {
        throw new BadInputException(
            "%s: its program cannot take the tensor %s, %s: expected %s"
                .formatted(
                    zip.file(),
                    name,
                    tensor,
                    reference == null
                        ? "one of its parameters and buffers"
                        : reference.storage().dtype() + Arrays.toString(reference.shape())));
      }
      if (!reference.isEmpty()) {
        byEntry
            .computeIfAbsent(zip.entry(reference.storage()), missing -> new ArrayList<>())
            .add(new Change(name, reference, tensor));
      }
    }
  }

  void write(WritableByteChannel channel, Map<String, String> notes) throws IOException {
    ZipWriter out = new ZipWriter(channel);
    String notesEntry = zip.entry(TorchNotes.ENTRY);
    for (String entry : zip.entries()) {
      if (!entry.equals(notesEntry)) {
        out.add(entry, content(entry));
      }
    }
    if (!notes.isEmpty()) {
      out.add(notesEntry, ByteBuffer.wrap(TorchNotes.encode(notes)));
    }
    out.finish();
  }

  private ByteBuffer content(String entry) throws IOException {
    ByteBuffer before = zip.bytes(entry);
    if (byEntry.containsKey(entry)) {
      return changed(before, byEntry.get(entry));
    }
    return entry.startsWith(zip.entry("code/")) && entry.endsWith(".py")
        ? TorchScriptClasses.redeclare(before, isParameter)
        : before;
  }

  /** A storage with its changed parts. */
  private ByteBuffer changed(ByteBuffer before, List<Change> changes) {
    ByteBuffer storage = ByteBuffer.allocate(before.remaining()).put(before.duplicate()).flip();
    for (Change change : changes) {
      TorchTensors.scatter(change.reference, change.tensor.bytes(), change.part(storage));
    }
    for (Change change : changes) {
      ByteBuffer written =
          TorchTensors.elements(change.reference, change.part(storage), change.tensor.byteCount());
      if (!written.equals(change.tensor.bytes())) {
        throw new BadInputException(
            "%s: tensor %s shares memory with another one of %s, and the two would differ: give them the same elements"
                .formatted(zip.file(), change.name, changes.stream().map(Change::name).toList()));
      }
    }
    return storage;
  }
}
