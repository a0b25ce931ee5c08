package rwskit.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;

/**
 * A TorchScript file, as {@code torch.jit.save} writes: a program with its weights. Those are the
 * state dict that {@code torch.jit.load(FILE).state_dict()} has, parameters and buffers, running
 * statistics of batch normalisation among them, with the same names in the same order. Nothing of
 * the program is run here.
 *
 * <p>Other weights are put into a copy of the file, which is the same program then: PyTorch and DJL
 * load it as the file that it was made of. Immutable, and any thread may use it; the file must not
 * be changed in place meanwhile.
 */
public final class TorchScript {
  private final Path file;
  private final StateDict weights;
  private final Set<String> buffers;
  private final Set<String> aliases;

  private TorchScript(Path file, StateDict weights, TorchScriptState state) {
    this.file = file;
    this.weights = weights;
    buffers = state.buffers();
    aliases = state.aliases();
  }

  /**
   * @param file a TorchScript file, whatever its name
   * @return its weights and buffers; tensors stay in the file until they are used
   * @throws BadInputException if the file cannot be read or is no TorchScript, is one of {@code
   *     torch.jit.freeze}, which makes the weights part of the program, or of PyTorch's for mobile
   *     devices, which has no classes; or as {@link Checkpoint#read(Path)}
   */
  public static TorchScript open(Path file) {
    return MappedFile.open(
        file,
        mapped -> {
          if (!TorchZip.isZip(mapped) || !TorchZip.open(mapped).isTorchScript()) {
            throw new BadInputException(
                file + " is no TorchScript file, as torch.jit.save writes: one was expected");
          }
          TorchZip zip = TorchZip.open(mapped);
          TorchScriptState state = TorchScriptState.read(zip);
          return new TorchScript(file, zip.weights(state.found()).weights(), state);
        });
  }

  /**
   * @return the file that was opened
   */
  public Path file() {
    return file;
  }

  /**
   * @return parameters and buffers, in the order of PyTorch's state dict
   */
  public StateDict weights() {
    return weights;
  }

  /**
   * @return the names of those that are buffers, which no gradient changes
   */
  public Set<String> buffers() {
    return buffers;
  }

  /**
   * @return the second and further names of tensors that several modules share
   */
  public Set<String> aliases() {
    return aliases;
  }

  /**
   * Writes this program with other weights. Tensors' elements are replaced where they lie, bit for
   * bit; the contents of all other entries of the archive stay as they are.
   *
   * @param out a file that stands there is replaced as a whole or not at all; it may be this one
   * @param changed tensors of this file's names, all or some, each of the shape and type that it
   *     has here
   * @param notes free-form notes, which {@link Checkpoint#readMetadata} reads; they take the place
   *     of those in the file
   * @throws BadInputException if a tensor is not the program's or of another shape or type, if
   *     tensors that share memory would differ, or the file cannot be written
   */
  public void write(Path out, StateDict changed, Map<String, String> notes) {
    MappedFile.open(
        file,
        mapped -> {
          TorchScriptWriter writer =
              new TorchScriptWriter(TorchZip.open(mapped), changed, buffer -> false);
          AtomicFile.write(out, channel -> writer.write(channel, notes));
          return out;
        });
  }

  /**
   * Writes this program into memory, with other weights, and with some buffers declared as
   * parameters: an engine that hands out parameters alone gives these too.
   *
   * @param changed as for {@link #write}
   * @param isParameter whether a buffer of that name, without its modules', is declared so
   * @return a TorchScript file's bytes
   * @throws BadInputException as {@link #write}
   */
  public byte[] encode(StateDict changed, Predicate<String> isParameter) {
    return MappedFile.open(
        file,
        mapped -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          new TorchScriptWriter(TorchZip.open(mapped), changed, isParameter)
              .write(Channels.newChannel(bytes), Map.of());
          return bytes.toByteArray();
        });
  }
}
