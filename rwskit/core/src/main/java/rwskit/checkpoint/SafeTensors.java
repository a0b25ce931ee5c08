package rwskit.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * State dicts in safetensors files: eight bytes with the header's length, a JSON header that says
 * where each tensor lies, the tensors' bytes. The format is that of <a
 * href="https://github.com/huggingface/safetensors">huggingface/safetensors</a> 0.5; files written
 * here are read by its Python package, and the other way round.
 */
public final class SafeTensors {
  private static final int AT_ONCE = 1 << 20;

  /** Endings that programs open by; whoever loads such a file expects that format. */
  private static final Pattern OTHER_FORMAT =
      Pattern.compile(
          "(.+)\\.(pt|pth|th|pth\\.tar|bin|ckpt|pkl|pickle|npy|npz|onnx|h5|hdf5|keras|jit|gguf|zip|tar"
              + "|gz|tgz|json)",
          Pattern.CASE_INSENSITIVE);

  private SafeTensors() {}

  /**
   * Opens a state dict. The header is read and checked; the file is mapped into memory, so that no
   * tensor is read before it is used. It may be larger than 2 GiB.
   *
   * @param file a safetensors file; must not be changed in place while the state dict is in use
   *     (replacing it by renaming is safe)
   * @return its tensors, in the order in which the header names them
   * @throws BadInputException if the file cannot be read, or is no safetensors file, or is
   *     truncated, or its header is contradictory (ranges that overlap, leave holes or do not fit
   *     type and shape, a name twice), or all tensors are of types that {@link DType} lacks (of
   *     some, the state dict refuses these by name), or one is larger than 2 GiB; the message names
   *     file and tensor
   */
  public static StateDict read(Path file) {
    return MappedFile.open(file, SafeTensors::open).weights();
  }

  static WeightsInFile open(MappedFile mapped) throws IOException {
    SafeTensorsHeader header = SafeTensorsHeader.read(mapped);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    for (var entry : header.entries()) {
      Optional<DType> dtype = entry.type().dtype();
      if (dtype.isPresent()) {
        ByteBuffer bytes = mapped.range(header.dataStart() + entry.begin(), entry.size());
        tensors.put(entry.name(), Tensor.of(dtype.get(), entry.shape(), bytes));
      } else {
        unreadable.put(entry.name(), entry.type().name());
      }
    }
    return new WeightsInFile(
            StateDict.of(tensors)
                .withUnreadable(
                    unreadable, header.entries().stream().map(entry -> entry.name()).toList()),
            List.of())
        .requireSome(mapped.file());
  }

  /**
   * Reads a file's free-form notes, {@code __metadata__} in the header.
   *
   * @param file a safetensors file
   * @return the notes in the file's order; empty if it has none
   * @throws BadInputException as {@link #read}
   */
  public static Map<String, String> readMetadata(Path file) {
    return MappedFile.open(file, mapped -> SafeTensorsHeader.read(mapped).metadata());
  }

  /**
   * Refuses a file name that would say something else than that the file is safetensors.
   *
   * @param file the name of a file to be written
   * @throws BadInputException if it ends as a PyTorch file, an archive or another format does
   */
  public static void requireName(Path file) {
    Matcher matcher = OTHER_FORMAT.matcher(file.toString());
    if (matcher.matches()) {
      throw new BadInputException(
          "%s is the name of another format, and a safetensors file would be written: name it"
                  .formatted(file)
              + " %s.safetensors".formatted(matcher.group(1)));
    }
  }

  /**
   * Writes a state dict, tensor by tensor. The header names the tensors in the state dict's order;
   * their bytes lie in the order of falling element size, so that every tensor is aligned.
   *
   * @param file the file's name; a file that stands there is replaced as a whole or not at all, so
   *     a state dict may be written over the file that it was read from
   * @param weights what to write
   * @param metadata free-form notes; none if empty
   * @throws BadInputException if the file cannot be written, or a tensor is named {@code
   *     __metadata__}
   */
  public static void write(Path file, StateDict weights, Map<String, String> metadata) {
    List<SafeTensorsHeader.Entry> entries = SafeTensorsHeader.layOut(weights);
    AtomicFile.write(
        file,
        channel -> {
          writeFully(channel, SafeTensorsHeader.encode(entries, metadata));
          for (var entry : SafeTensorsHeader.inDataOrder(entries)) {
            writeFully(channel, weights.get(entry.name()).bytes());
          }
        });
  }

  /**
   * The size of the file that {@link #write} would make.
   *
   * @param weights what would be written
   * @param metadata free-form notes; none if empty
   * @return bytes
   * @throws BadInputException if a tensor is named {@code __metadata__}
   */
  public static long size(StateDict weights, Map<String, String> metadata) {
    List<SafeTensorsHeader.Entry> entries = SafeTensorsHeader.layOut(weights);
    long header = SafeTensorsHeader.encode(entries, metadata).remaining();
    return header + entries.stream().mapToLong(SafeTensorsHeader.Entry::size).sum();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      // Java copies what lies on the heap into memory of its own, as much as it is given at once.
      int count = Math.min(bytes.remaining(), AT_ONCE);
      int written = channel.write(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + written);
    }
  }
}
