package rwskit.signature;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;

/**
 * Where a signature comes from, as far as it is known.
 *
 * @param pretrainedSha256 {@link StateDict#sha256} of θ₀
 * @param standardSha256 the same of θ_std
 * @param robustSha256 the same of θ_c
 * @param corruption the corruption's name, for instance {@code gaussian_noise}
 * @param severity the corruption's severity, 1 to 5
 */
public record Provenance(
    Optional<String> pretrainedSha256,
    Optional<String> standardSha256,
    Optional<String> robustSha256,
    Optional<String> corruption,
    OptionalInt severity) {
  private static final String PRETRAINED = "rwskit.pretrained.sha256";
  private static final String STANDARD = "rwskit.standard.sha256";
  private static final String ROBUST = "rwskit.robust.sha256";
  private static final String CORRUPTION = "rwskit.corruption";
  private static final String SEVERITY = "rwskit.severity";

  /**
   * @throws BadInputException if the severity is not 1 to 5
   */
  public Provenance {
    if (severity.isPresent() && (severity.getAsInt() < 1 || severity.getAsInt() > 5)) {
      throw new BadInputException(
          "severity %d; a corruption's severity is 1 to 5".formatted(severity.getAsInt()));
    }
  }

  /**
   * @return that of a signature of which nothing is known
   */
  public static Provenance unknown() {
    return new Provenance(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  /**
   * Takes the fingerprints of the weights that a signature is extracted from. Reads all of them.
   *
   * @param pretrained θ₀
   * @param standard θ_std
   * @param robust θ_c
   * @return the three fingerprints; corruption and severity unknown
   */
  public static Provenance of(StateDict pretrained, StateDict standard, StateDict robust) {
    return new Provenance(
        Optional.of(pretrained.sha256()),
        Optional.of(standard.sha256()),
        Optional.of(robust.sha256()),
        Optional.empty(),
        OptionalInt.empty());
  }

  /**
   * @param name the corruption's name
   * @return this with that corruption
   */
  public Provenance withCorruption(String name) {
    return new Provenance(
        pretrainedSha256, standardSha256, robustSha256, Optional.of(name), severity);
  }

  /**
   * @param level the corruption's severity, 1 to 5
   * @return this with that severity
   * @throws BadInputException if it is not 1 to 5
   */
  public Provenance withSeverity(int level) {
    return new Provenance(
        pretrainedSha256, standardSha256, robustSha256, corruption, OptionalInt.of(level));
  }

  /** What is known, as notes in a signature file. */
  Map<String, String> toMetadata() {
    Map<String, String> notes = new LinkedHashMap<>();
    pretrainedSha256.ifPresent(sha256 -> notes.put(PRETRAINED, sha256));
    standardSha256.ifPresent(sha256 -> notes.put(STANDARD, sha256));
    robustSha256.ifPresent(sha256 -> notes.put(ROBUST, sha256));
    corruption.ifPresent(name -> notes.put(CORRUPTION, name));
    severity.ifPresent(level -> notes.put(SEVERITY, Integer.toString(level)));
    return notes;
  }

  static Provenance fromMetadata(Map<String, String> notes) {
    String level = notes.getOrDefault(SEVERITY, "");
    if (!level.isEmpty() && !level.matches("[1-5]")) {
      throw new BadInputException("%s is %s; 1 to 5 was expected".formatted(SEVERITY, level));
    }
    return new Provenance(
        Optional.ofNullable(notes.get(PRETRAINED)),
        Optional.ofNullable(notes.get(STANDARD)),
        Optional.ofNullable(notes.get(ROBUST)),
        Optional.ofNullable(notes.get(CORRUPTION)),
        level.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(level)));
  }
}
