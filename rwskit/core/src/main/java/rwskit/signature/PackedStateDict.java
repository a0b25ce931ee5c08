package rwskit.signature;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import rwskit.checkpoint.SafeTensors;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;

/**
 * A whole network's weights in few bits a number, packed as a quantised signature's are, see {@link
 * Signature#write}: a quarter of the bytes at 8 bits. Every tensor is quantised on its own, running
 * statistics too; counters of batch normalisation, which are no numbers of that kind, are left out.
 * Immutable.
 */
public final class PackedStateDict {
  private static final String KIND = "rwskit.kind";
  private static final String STATE_DICT = "state-dict";
  private static final String QUANTIZER = "rwskit.quantizer";
  private static final String BITS = "rwskit.bits";
  private static final String UNPACKED = "rwskit.unpacked.sha256";
  private static final String ORIGINAL = "rwskit.unpacked.of.sha256";

  private final PackedWeights packed;

  private PackedStateDict(PackedWeights packed) {
    this.packed = packed;
  }

  /**
   * @param weights any network's
   * @param quantization which levels there are
   * @return the weights with their numbers rounded to levels
   * @throws BadInputException if a tensor holds numbers that the quantiser cannot take; the message
   *     names it
   */
  public static PackedStateDict of(StateDict weights, Quantization quantization) {
    List<String> numbers =
        weights.names().stream()
            .filter(name -> weights.get(name).dtype().isFloatingPoint())
            .toList();
    return new PackedStateDict(PackedWeights.of(quantization, weights.only(numbers)));
  }

  /**
   * @return which levels there are
   */
  public Quantization quantization() {
    return packed.quantization();
  }

  /**
   * @return what the codes stand for, type F32, without counters
   */
  public StateDict weights() {
    return packed.unpack();
  }

  /**
   * Writes a safetensors file, which Python's safetensors loads as plain tensors: of each tensor
   * its codes, range and shape, as {@link Signature#write} describes.
   *
   * @param file the file's name
   * @throws BadInputException if it cannot be written, or the name's ending is another format's
   */
  public void write(Path file) {
    SafeTensors.requireName(file);
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(KIND, STATE_DICT);
    notes.put(QUANTIZER, quantization().quantizer().name().toLowerCase(Locale.ROOT));
    notes.put(BITS, Integer.toString(quantization().bits()));
    SafeTensors.write(file, packed.stored(), notes);
  }

  /**
   * @param file as {@link #write} writes it
   * @return the packed weights
   * @throws BadInputException if it cannot be read or is no such file
   */
  public static PackedStateDict read(Path file) {
    Map<String, String> notes = SafeTensors.readMetadata(file);
    if (!isPacked(notes)) {
      throw new BadInputException(
          "%s holds no packed weights: its metadata lack %s = %s"
              .formatted(file, KIND, STATE_DICT));
    }
    try {
      return new PackedStateDict(
          PackedWeights.fromStored(SignatureFile.quantization(notes), SafeTensors.read(file)));
    } catch (BadInputException e) {
      throw new BadInputException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * @param notes a file's metadata
   * @return whether they are those of packed weights, whose tensors are codes
   */
  public static boolean isPacked(Map<String, String> notes) {
    return STATE_DICT.equals(notes.get(KIND));
  }

  /**
   * What a plain file of unpacked weights says of their origin, so that a signature that was
   * extracted with the network before it was packed is known to be this network's own.
   *
   * @param unpacked the weights that the file holds
   * @param originalSha256 {@link StateDict#sha256} of the network that was packed
   * @return metadata for the file
   */
  public static Map<String, String> notes(StateDict unpacked, String originalSha256) {
    return Map.of(UNPACKED, unpacked.sha256(), ORIGINAL, originalSha256);
  }

  /**
   * @param weights what a file holds
   * @param notes its metadata
   * @return {@link StateDict#sha256} of the network that these weights are the rounded copy of;
   *     empty if that is not known, or they were changed since
   */
  static Optional<String> original(StateDict weights, Map<String, String> notes) {
    return Optional.ofNullable(notes.get(ORIGINAL))
        .filter(known -> weights.sha256().equals(notes.get(UNPACKED)));
  }

  /**
   * @return how many tensors in how many bits
   */
  @Override
  public String toString() {
    return "%s packed tensors, %s".formatted(packed.tensors().size(), quantization());
  }
}
