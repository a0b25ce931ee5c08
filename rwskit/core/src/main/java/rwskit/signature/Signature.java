package rwskit.signature;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.TensorStatistics;

/**
 * A robust weight signature: per tensor the part of τ_c = θ_c − θ₀ that is orthogonal to a = θ_std
 * − θ₀, that is RWS_c = τ_c − a·(τ_c·a)/(a·a); τ_c where a = 0. θ₀ are the pretrained weights,
 * θ_std the same after fine-tuning on clean data, θ_c after fine-tuning on data with corruption c.
 * After Cai, Zhang, Wang, ICML 2023, section 3; in time and memory proportional to the number of
 * weights, where the official implementation forms the projection matrix.
 *
 * <p>Immutable. A signature of all tensors computes them when they are first asked for, so that
 * {@code Signature.extract(pretrained, standard, robust).firstLayers(7)} computes seven layers
 * only. Differences and the result are in single precision, type F32, whatever the type of the
 * weights; the dot products are exact to about seven digits, and the result does not depend on the
 * number of cores.
 */
public final class Signature {
  private final Provenance provenance;
  private final OptionalInt layers;

  /** Either the weights to extract from or the extracted ones; guarded by this. */
  private Extraction extraction;

  private StateDict weights;

  /** What the weights were dequantised from; null if they never were quantised. */
  private final PackedWeights packed;

  private Signature(
      Provenance provenance,
      OptionalInt layers,
      Extraction extraction,
      StateDict weights,
      PackedWeights packed) {
    this.provenance = provenance;
    this.layers = layers;
    this.extraction = extraction;
    this.weights = weights;
    this.packed = packed;
  }

  /**
   * The signature of a corruption, of every floating-point parameter; running statistics of batch
   * normalisation are no parameters and are left out.
   *
   * @param pretrained θ₀
   * @param standard θ_std, fine-tuned from θ₀ on clean data
   * @param robust θ_c, fine-tuned from θ₀ on data with the corruption
   * @return the signature, of unknown provenance
   * @throws BadInputException if names, types or shapes of the parameters differ between the three;
   *     the message lists the first tensors that do; or if one is {@linkplain StateDict#unreadable
   *     unreadable}. (Of networks whose heads differ, say in their number of classes, {@link
   *     #ofLayers} and {@link #ofTensors} take what does not.)
   */
  public static Signature extract(StateDict pretrained, StateDict standard, StateDict robust) {
    return of(
        OptionalInt.empty(),
        new Extraction(parameters(pretrained), parameters(standard), parameters(robust)));
  }

  private static StateDict parameters(StateDict weights) {
    Parameters.unreadable(weights).forEach(weights::get);
    return weights.only(Parameters.of(weights));
  }

  /**
   * The signature of a corruption in the first layers. Only these need match: heads, later layers,
   * counters and running statistics may differ or be missing.
   *
   * @param pretrained θ₀
   * @param standard θ_std, fine-tuned from θ₀ on clean data
   * @param robust θ_c, fine-tuned from θ₀ on data with the corruption
   * @param count how many layers, see {@link Layers}
   * @return the signature, of unknown provenance
   * @throws BadInputException if one of the three has fewer layers or none that are known, or
   *     names, types or shapes in these layers differ; the message lists the first tensors that do
   */
  public static Signature ofLayers(
      StateDict pretrained, StateDict standard, StateDict robust, int count) {
    return of(
        OptionalInt.of(count),
        new Extraction(
            pretrained.only(Layers.first(pretrained, count)),
            standard.only(Layers.first(standard, count)),
            robust.only(Layers.first(robust, count))));
  }

  /**
   * The signature of a corruption in tensors that are chosen by name, for networks without layers
   * that follow each other. Only these tensors need match.
   *
   * @param pretrained θ₀
   * @param standard θ_std, fine-tuned from θ₀ on clean data
   * @param robust θ_c, fine-tuned from θ₀ on data with the corruption
   * @param names the tensors, at least one
   * @return the signature, of unknown provenance; its {@link #layers} are empty
   * @throws BadInputException if there is no name, one of the three lacks one of the tensors or has
   *     it in another type or shape, or one is not of floating-point numbers
   */
  public static Signature ofTensors(
      StateDict pretrained, StateDict standard, StateDict robust, Collection<String> names) {
    List<String> others =
        names.stream().filter(name -> !pretrained.get(name).dtype().isFloatingPoint()).toList();
    if (names.isEmpty() || !others.isEmpty()) {
      throw new BadInputException(
          names.isEmpty()
              ? "no tensor was chosen; a signature has one at least"
              : "a signature's tensors are floating-point numbers, not so "
                  + FirstFew.of(others, ", "));
    }
    return of(
        OptionalInt.empty(),
        new Extraction(pretrained.only(names), present(standard, names), present(robust, names)));
  }

  /** What is missing is listed with all that does not match. */
  private static StateDict present(StateDict weights, Collection<String> names) {
    Map<String, String> unreadable = new LinkedHashMap<>(weights.unreadable());
    unreadable.keySet().retainAll(names);
    return weights
        .only(names.stream().filter(weights::contains).toList())
        .withUnreadable(unreadable, weights.allNames());
  }

  private static Signature of(OptionalInt layers, Extraction extraction) {
    return new Signature(Provenance.unknown(), layers, extraction, null, null);
  }

  /**
   * Takes as a signature what another method than the paper's adds to a network's weights, so that
   * it can be scaled, combined, quantised and stored as one.
   *
   * @param weights tensors of type F32
   * @return the signature of these tensors, of unknown provenance
   * @throws BadInputException if a tensor is of another type
   */
  public static Signature ofWeights(StateDict weights) {
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensor.dtype() != DType.F32) {
                throw new BadInputException(
                    "tensor %s is %s; a signature's tensors are F32".formatted(name, tensor));
              }
            });
    return of(Provenance.unknown(), OptionalInt.empty(), weights);
  }

  /**
   * Keeps the first layers, which is where corruptions leave their mark. See {@link Layers} for
   * what a layer is.
   *
   * @param count how many, at least 1 and at most those that this signature has; the paper takes 7
   * @return the signature of those layers, computed
   * @throws BadInputException if there are fewer layers or the network is of an unknown family, or
   *     weights that are needed are not finite
   */
  public synchronized Signature firstLayers(int count) {
    if (layers.equals(OptionalInt.of(count))) {
      return this;
    }
    StateDict names = weights == null ? extraction.pretrained() : weights;
    List<String> kept = Layers.first(names, count);
    StateDict selected = weights == null ? extraction.only(kept).compute() : weights.only(kept);
    PackedWeights rest = packed == null ? null : packed.only(kept);
    return new Signature(provenance, OptionalInt.of(count), null, selected, rest);
  }

  /**
   * Quantises every tensor on its own. The result's {@link #weights} are what the codes stand for;
   * {@link #write} stores the codes, packed, so that its file is small.
   *
   * @param quantizer which levels there are
   * @param bits the size of a number, 2 to 16; with b bits there are 2^b levels
   * @return this signature with its numbers rounded to levels
   * @throws BadInputException if the bits are not 2 to 16, this signature is quantised already, or
   *     a tensor holds numbers that the quantiser cannot take; the message names it
   */
  public Signature quantized(Quantizer quantizer, int bits) {
    if (packed != null) {
      throw new BadInputException(
          "this signature is quantised already (%s); quantise the one it was made of"
              .formatted(packed.quantization()));
    }
    Quantization quantization = new Quantization(quantizer, bits);
    return of(provenance, layers, PackedWeights.of(quantization, weights()));
  }

  /**
   * @return how this signature was quantised; empty if it was not
   */
  public Optional<Quantization> quantization() {
    return Optional.ofNullable(packed).map(PackedWeights::quantization);
  }

  /**
   * @return this signature in single precision: what the codes of a quantised one stand for, so
   *     that a file of it is plain tensors
   */
  public Signature unpacked() {
    return packed == null ? this : of(provenance, layers, weights());
  }

  /**
   * What is added to a network's weights at α = 1: tensor names with tensors of type F32.
   *
   * @return the signature's tensors
   * @throws BadInputException if weights that it is extracted from are not finite
   */
  public synchronized StateDict weights() {
    if (weights == null) {
      weights = extraction.compute();
      extraction = null; // lets go of three networks' weights
    }
    return weights;
  }

  /**
   * @return whether every number is 0, as where θ_c is θ₀ or moved along θ_std only: added to a
   *     network, such a signature changes nothing
   */
  public boolean isZero() {
    return weights().tensors().values().stream()
        .allMatch(tensor -> TensorStatistics.of(tensor).zeros() == tensor.size());
  }

  /**
   * @return how many layers, from the input on, were kept; empty if the signature is of all tensors
   *     or of some that were chosen by name
   */
  public OptionalInt layers() {
    return layers;
  }

  /**
   * @return where this signature comes from
   */
  public Provenance provenance() {
    return provenance;
  }

  /**
   * @param known where it comes from
   * @return this signature with that provenance
   */
  public synchronized Signature withProvenance(Provenance known) {
    return new Signature(known, layers, extraction, weights, packed);
  }

  /**
   * Writes a signature file: its tensors in safetensors format, with layers and provenance in the
   * metadata. Python's safetensors loads it as plain tensors. Those of a quantised signature are
   * its codes, {@code bits} (noted as {@code rwskit.bits}) for each weight, the first in the lowest
   * bits of the first byte; {@code <name>.range} holds lowest and highest level, on the scale of
   * the quantiser ({@code rwskit.quantizer}), and the number n of levels; {@code <name>.shape} the
   * shape. With NumPy the tensor {@code name} of such a file is, bit for bit,
   *
   * <pre>{@code
   * file = safetensors.safe_open(path, "np")
   * bits, quantizer = int(file.metadata()["rwskit.bits"]), file.metadata()["rwskit.quantizer"]
   * low, high, n = file.get_tensor(name + ".range")
   * shape = file.get_tensor(name + ".shape")
   * streams = np.unpackbits(file.get_tensor(name), count=shape.prod() * bits, bitorder="little")
   * codes = streams.reshape(-1, bits) @ (1 << np.arange(bits))
   * half = 2 ** (bits - 1)
   * level = codes % half - (half - int(n)) if quantizer == "log" else codes
   * y = level.astype(np.float32) / max(n - np.float32(1), np.float32(1)) * (high - low) + low
   * sign = np.where(codes < half, 1, -1) * (level >= 0)
   * y = y if quantizer == "linear" else y.astype(np.float64)
   * x = {"linear": lambda: y, "log": lambda: sign * 2**y,
   *      "tanh": lambda: 0.5 * (np.log1p(y) - np.log1p(-y))}[quantizer]()
   * x = x.reshape(shape).astype(np.float32)
   * }</pre>
   *
   * @param file the file's name
   * @throws BadInputException if it cannot be written, or the name's ending is another format's
   */
  public void write(Path file) {
    SignatureFile.write(file, this);
  }

  /**
   * @return the size in bytes of the file that {@link #write} would make
   */
  public long bytes() {
    return SignatureFile.size(this);
  }

  /**
   * Reads a signature file.
   *
   * @param file as written by {@link #write}
   * @return the signature
   * @throws BadInputException if it cannot be read, is no signature file, is of a later version, or
   *     holds numbers that are not finite
   */
  public static Signature read(Path file) {
    return SignatureFile.read(file);
  }

  static Signature of(Provenance provenance, OptionalInt layers, StateDict weights) {
    return new Signature(provenance, layers, null, weights, null);
  }

  static Signature of(Provenance provenance, OptionalInt layers, PackedWeights packed) {
    return new Signature(provenance, layers, null, packed.unpack(), packed);
  }

  /** What a file holds: the weights, or the codes that stand for them. */
  StateDict stored() {
    return packed == null ? weights() : packed.stored();
  }

  /** Two signatures are equal if they add the same to the same tensors, bit for bit. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Signature that && weights().tensors().equals(that.weights().tensors());
  }

  @Override
  public int hashCode() {
    return weights().hashCode();
  }

  /**
   * @return corruption, layers and quantisation, as far as known
   */
  @Override
  public String toString() {
    return "signature of %s, %s%s"
        .formatted(
            provenance.corruption().orElse("an unnamed corruption"),
            layers.isPresent() ? "first %s layers".formatted(layers.getAsInt()) : "all tensors",
            packed == null ? "" : ", " + packed.quantization());
  }

  /** The three networks that a signature is extracted from, reduced to what takes part. */
  private record Extraction(StateDict pretrained, StateDict standard, StateDict robust) {
    Extraction {
      pretrained.requireSameTensors("pretrained", standard, "standard");
      pretrained.requireSameTensors("pretrained", robust, "robust");
    }

    Extraction only(List<String> names) {
      return new Extraction(pretrained.only(names), standard.only(names), robust.only(names));
    }

    StateDict compute() {
      return StateDict.of(
          Projection.computeAll(
              pretrained.names().stream()
                  .map(
                      name ->
                          new Projection(
                              name, pretrained.get(name), standard.get(name), robust.get(name)))
                  .toList()));
    }
  }
}
