package rwskit.zoo;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import rwskit.corruption.Corruption;
import rwskit.dataset.DataFile;
import rwskit.signature.Quantization;
import rwskit.study.Study;

/**
 * What there is to know of a file of the zoo before it is used. A JSON file beside it, named as it.
 *
 * @param name the study's and the corruption's, such as {@code shapes/fog}; {@code shapes/standard}
 *     is θ_std
 * @param study data, network, recipe, severity and the one seed: another program can train it anew
 * @param corruption whose signature it is; empty for θ_std
 * @param quantization how its numbers are packed
 * @param layers of the signature that were added for {@code after}; empty for θ_std
 * @param before what was measured before: of a signature, the packed θ_std; of θ_std, θ_std as it
 *     was trained, in single precision
 * @param after of a signature, the packed θ_std with the signature's first layers at α = 1, and
 *     with batch normalisation running statistics of corrupted training images; of θ_std, the
 *     packed θ_std
 * @param licence under which the file may be used
 * @param made with what it was made, and when
 * @param sha256 fingerprints ({@link rwskit.weights.StateDict#sha256}) of the weights that it was
 *     made of, by role
 * @param file its name below the zoo's folder, length, SHA-256 and where else it can be fetched
 */
public record Card(
    String name,
    Study study,
    Optional<Corruption> corruption,
    Quantization quantization,
    OptionalInt layers,
    Measured before,
    Measured after,
    String licence,
    String made,
    Map<String, String> sha256,
    DataFile file) {
  /** The part of the name of a θ_std. */
  static final String STANDARD = "standard";

  /** The name of the θ_std that the file belongs to, or is. */
  String standardName() {
    return study.name() + "/" + STANDARD;
  }

  /**
   * @return what it is, in a few words
   */
  public String title() {
    return corruption.map(of -> "signature of " + of.label()).orElse("θ_std")
        + ", "
        + study.data().label()
        + ", "
        + study.network();
  }
}
