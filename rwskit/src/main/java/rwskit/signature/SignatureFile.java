package rwskit.signature;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.SafeTensors;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Signatures in safetensors files: what makes a safetensors file a signature is its metadata. */
final class SignatureFile {
  private static final String KIND = "rwskit.kind";
  private static final String SIGNATURE = "signature";
  private static final String VERSION = "rwskit.version";
  private static final String VERSION_WRITTEN = "1";
  private static final String LAYERS = "rwskit.layers";
  private static final String ALL = "all";

  private SignatureFile() {}

  static void write(Path file, Signature signature) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(KIND, SIGNATURE);
    notes.put(VERSION, VERSION_WRITTEN);
    OptionalInt layers = signature.layers();
    notes.put(LAYERS, layers.isPresent() ? Integer.toString(layers.getAsInt()) : ALL);
    notes.putAll(signature.provenance().toMetadata());
    SafeTensors.write(file, signature.weights(), notes);
  }

  static Signature read(Path file) {
    Map<String, String> notes = SafeTensors.readMetadata(file);
    if (!SIGNATURE.equals(notes.get(KIND))) {
      throw new BadInputException(
          "%s is no signature file: its metadata lack %s = %s".formatted(file, KIND, SIGNATURE));
    }
    if (!VERSION_WRITTEN.equals(notes.get(VERSION))) {
      throw new BadInputException(
          "%s is a signature file of version %s; this program reads version %s"
              .formatted(file, notes.get(VERSION), VERSION_WRITTEN));
    }
    String layers = notes.getOrDefault(LAYERS, "");
    if (!layers.equals(ALL) && !layers.matches("[1-9][0-9]{0,8}")) {
      throw new BadInputException(
          "%s: %s is '%s'; a number of layers or '%s' was expected"
              .formatted(file, LAYERS, layers, ALL));
    }
    StateDict weights = SafeTensors.read(file);
    weights.tensors().forEach((name, tensor) -> requireFinite(file, name, tensor));
    try {
      return Signature.of(
          Provenance.fromMetadata(notes),
          layers.equals(ALL) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(layers)),
          weights);
    } catch (BadInputException e) {
      throw new BadInputException(file + ": " + e.getMessage(), e);
    }
  }

  private static void requireFinite(Path file, String name, Tensor tensor) {
    if (tensor.dtype() != DType.F32) {
      throw new BadInputException(
          "%s: tensor %s is %s; a signature's tensors are F32".formatted(file, name, tensor));
    }
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new BadInputException(
            "%s: element %d of tensor %s is %s; a signature's numbers are finite"
                .formatted(file, i, name, values[i]));
      }
    }
  }
}
