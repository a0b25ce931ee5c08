package rwskit.signature;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import rwskit.checkpoint.SafeTensors;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Signatures in safetensors files: what makes a safetensors file a signature is its metadata. */
final class SignatureFile {
  private static final String KIND = "rwskit.kind";
  private static final String SIGNATURE = "signature";
  private static final String VERSION = "rwskit.version";
  private static final String PLAIN = "1";

  /** A version of its own, so that programs that know no other refuse such files in clear words. */
  private static final String QUANTIZED = "2";

  private static final String QUANTIZER = "rwskit.quantizer";
  private static final String BITS = "rwskit.bits";
  private static final String PROGRAM = "rwskit.program";
  private static final String LAYERS = "rwskit.layers";
  private static final String ALL = "all";

  private SignatureFile() {}

  static void write(Path file, Signature signature) {
    SafeTensors.requireName(file);
    SafeTensors.write(file, signature.stored(), notes(signature));
  }

  static long size(Signature signature) {
    return SafeTensors.size(signature.stored(), notes(signature));
  }

  private static Map<String, String> notes(Signature signature) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(KIND, SIGNATURE);
    notes.put(VERSION, signature.quantization().isPresent() ? QUANTIZED : PLAIN);
    program().ifPresent(program -> notes.put(PROGRAM, program));
    OptionalInt layers = signature.layers();
    notes.put(LAYERS, layers.isPresent() ? Integer.toString(layers.getAsInt()) : ALL);
    signature.quantization().ifPresent(quantization -> note(quantization, notes));
    notes.putAll(signature.provenance().toMetadata());
    return notes;
  }

  private static void note(Quantization quantization, Map<String, String> notes) {
    notes.put(QUANTIZER, quantization.quantizer().name().toLowerCase(Locale.ROOT));
    notes.put(BITS, Integer.toString(quantization.bits()));
  }

  /** The version of this program that the build wrote into the jar. */
  private static Optional<String> program() {
    return Optional.ofNullable(SignatureFile.class.getPackage().getImplementationVersion())
        .map(version -> "rwskit " + version);
  }

  static Signature read(Path file) {
    Map<String, String> notes = SafeTensors.readMetadata(file);
    if (!SIGNATURE.equals(notes.get(KIND))) {
      throw new BadInputException(
          "%s is no signature file: its metadata lack %s = %s".formatted(file, KIND, SIGNATURE));
    }
    String version = notes.getOrDefault(VERSION, "");
    if (!version.equals(PLAIN) && !version.equals(QUANTIZED)) {
      throw new BadInputException(
          "%s is a signature file of version %s; this program reads versions %s and %s"
              .formatted(file, version, PLAIN, QUANTIZED));
    }
    StateDict stored = SafeTensors.read(file);
    try {
      Provenance provenance = Provenance.fromMetadata(notes);
      if (version.equals(QUANTIZED)) {
        PackedWeights packed = PackedWeights.fromStored(quantization(notes), stored);
        return Signature.of(provenance, layers(notes), packed);
      }
      stored.tensors().forEach(SignatureFile::requireFinite);
      return Signature.of(provenance, layers(notes), stored);
    } catch (BadInputException e) {
      throw new BadInputException(file + ": " + e.getMessage(), e);
    }
  }

  private static OptionalInt layers(Map<String, String> notes) {
    String layers = notes.getOrDefault(LAYERS, "");
    if (!layers.equals(ALL) && !layers.matches("[1-9][0-9]{0,8}")) {
      throw new BadInputException(
          "%s is '%s'; a number of layers or '%s' was expected".formatted(LAYERS, layers, ALL));
    }
    return layers.equals(ALL) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(layers));
  }

  static Quantization quantization(Map<String, String> notes) {
    String bits = notes.getOrDefault(BITS, "");
    String name = notes.getOrDefault(QUANTIZER, "");
    for (Quantizer quantizer : Quantizer.values()) {
      if (quantizer.name().toLowerCase(Locale.ROOT).equals(name) && bits.matches("[0-9]{1,2}")) {
        return new Quantization(quantizer, Integer.parseInt(bits));
      }
    }
    throw new BadInputException(
        "%s is '%s' and %s is '%s'; linear, log or tanh and 2 to 16 were expected"
            .formatted(QUANTIZER, name, BITS, bits));
  }

  private static void requireFinite(String name, Tensor tensor) {
    if (tensor.dtype() != DType.F32) {
      throw new BadInputException(
          "tensor %s is %s; a signature's tensors are F32".formatted(name, tensor));
    }
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new BadInputException(
            "element %s of tensor %s is %s; a signature's numbers are finite"
                .formatted(i, name, values[i]));
      }
    }
  }
}
