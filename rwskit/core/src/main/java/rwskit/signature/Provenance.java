package rwskit.signature;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;

/**
 * Where a signature comes from, as far as it is known; and what it was measured to do. Notes are
 * free text of the user's, except severity and accuracies.
 *
 * @param pretrainedSha256 {@link StateDict#sha256} of θ₀
 * @param standardSha256 the same of θ_std
 * @param robustSha256 the same of θ_c
 * @param corruption the corruption's name, for instance {@code gaussian_noise}
 * @param severity the corruption's severity, 1 to 5
 * @param architecture the network, for instance {@code vgg16}
 * @param dataSet what θ_std and θ_c were trained on, for instance {@code cifar10}
 * @param recipe how they were trained
 * @param before TA and RA of θ_std
 * @param after TA and RA of θ_std with this signature added at α = 1
 */
public record Provenance(
    Optional<String> pretrainedSha256,
    Optional<String> standardSha256,
    Optional<String> robustSha256,
    Optional<String> corruption,
    OptionalInt severity,
    Optional<String> architecture,
    Optional<String> dataSet,
    Optional<String> recipe,
    Optional<Accuracies> before,
    Optional<Accuracies> after) {
  private static final String PRETRAINED = "rwskit.pretrained.sha256";
  private static final String STANDARD = "rwskit.standard.sha256";
  private static final String ROBUST = "rwskit.robust.sha256";
  private static final String CORRUPTION = "rwskit.corruption";
  private static final String SEVERITY = "rwskit.severity";
  private static final String ARCHITECTURE = "rwskit.architecture";
  private static final String DATA_SET = "rwskit.data-set";
  private static final String RECIPE = "rwskit.recipe";
  private static final String BEFORE = "rwskit.before.ta/ra";
  private static final String AFTER = "rwskit.after.ta/ra";

  /**
   * @throws BadInputException if the severity is not 1 to 5
   */
  public Provenance {
    // Not asked of the corruptions, which signatures do not know.
    if (severity.isPresent() && (severity.getAsInt() < 1 || severity.getAsInt() > 5)) {
      throw noSeverity(severity.getAsInt());
    }
  }

  /**
   * @return that of a signature of which nothing is known
   */
  public static Provenance unknown() {
    return fromMetadata(Map.of());
  }

  /**
   * Takes the fingerprints of the weights that a signature is extracted from. Reads all of them.
   *
   * @param pretrained θ₀
   * @param standard θ_std
   * @param robust θ_c
   * @return the three fingerprints; all else unknown
   */
  public static Provenance of(StateDict pretrained, StateDict standard, StateDict robust) {
    return unknown()
        .with(PRETRAINED, pretrained.sha256())
        .with(STANDARD, standard.sha256())
        .with(ROBUST, robust.sha256());
  }

  /**
   * @param name the corruption's name
   * @return this with that corruption
   */
  public Provenance withCorruption(String name) {
    return with(CORRUPTION, name);
  }

  /**
   * @param level the corruption's severity, 1 to 5
   * @return this with that severity
   * @throws BadInputException if it is not 1 to 5
   */
  public Provenance withSeverity(int level) {
    return with(SEVERITY, Integer.toString(level));
  }

  /**
   * @param name the network's name, for instance {@code vgg16}
   * @return this with that architecture
   */
  public Provenance withArchitecture(String name) {
    return with(ARCHITECTURE, name);
  }

  /**
   * @param name the data set's name, for instance {@code cifar10}
   * @return this with that data set
   */
  public Provenance withDataSet(String name) {
    return with(DATA_SET, name);
  }

  /**
   * @param text how θ_std and θ_c were trained, or where that is written
   * @return this with that recipe
   */
  public Provenance withRecipe(String text) {
    return with(RECIPE, text);
  }

  /**
   * @param measured TA and RA of θ_std
   * @return this with those accuracies
   */
  public Provenance withBefore(Accuracies measured) {
    return with(BEFORE, measured.exactly());
  }

  /**
   * @param measured TA and RA of θ_std with the signature added at α = 1
   * @return this with those accuracies
   */
  public Provenance withAfter(Accuracies measured) {
    return with(AFTER, measured.exactly());
  }

  /** What is known, as notes in a signature file. */
  Map<String, String> toMetadata() {
    Map<String, String> notes = new LinkedHashMap<>();
    pretrainedSha256.ifPresent(sha256 -> notes.put(PRETRAINED, sha256));
    standardSha256.ifPresent(sha256 -> notes.put(STANDARD, sha256));
    robustSha256.ifPresent(sha256 -> notes.put(ROBUST, sha256));
    corruption.ifPresent(name -> notes.put(CORRUPTION, name));
    severity.ifPresent(level -> notes.put(SEVERITY, Integer.toString(level)));
    architecture.ifPresent(name -> notes.put(ARCHITECTURE, name));
    dataSet.ifPresent(name -> notes.put(DATA_SET, name));
    recipe.ifPresent(text -> notes.put(RECIPE, text));
    before.ifPresent(measured -> notes.put(BEFORE, measured.exactly()));
    after.ifPresent(measured -> notes.put(AFTER, measured.exactly()));
    return notes;
  }

  static Provenance fromMetadata(Map<String, String> notes) {
    return new Provenance(
        Optional.ofNullable(notes.get(PRETRAINED)),
        Optional.ofNullable(notes.get(STANDARD)),
        Optional.ofNullable(notes.get(ROBUST)),
        Optional.ofNullable(notes.get(CORRUPTION)),
        severity(notes),
        Optional.ofNullable(notes.get(ARCHITECTURE)),
        Optional.ofNullable(notes.get(DATA_SET)),
        Optional.ofNullable(notes.get(RECIPE)),
        Optional.ofNullable(notes.get(BEFORE)).map(Accuracies::parse),
        Optional.ofNullable(notes.get(AFTER)).map(Accuracies::parse));
  }

  private static OptionalInt severity(Map<String, String> notes) {
    String level = notes.getOrDefault(SEVERITY, "");
    if (level.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(level));
    } catch (NumberFormatException e) {
      throw noSeverity(level);
    }
  }

  private static BadInputException noSeverity(Object level) {
    return new BadInputException("severity %s; a corruption's severity is 1 to 5".formatted(level));
  }

  /** A record of ten parts is changed in one; the notes name them. */
  private Provenance with(String note, String value) {
    Map<String, String> notes = toMetadata();
    notes.put(note, value);
    return fromMetadata(notes);
  }
}
