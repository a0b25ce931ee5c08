package rwskit.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * What was done to weights: the signatures that were added, in order, each with its α, or what else
 * changed them, and the fingerprints ({@link StateDict#sha256}) that tell whether weights are those
 * that it speaks of. A patched file carries it in its metadata.
 *
 * <p>It does not hold the base. Sums are rounded, so that subtracting a signature gives the base
 * only nearly; to have it back bit for bit one needs the tensors that were replaced, which {@link
 * #replaced} finds, and {@link #restore} puts them back and verifies the whole. The other tensors
 * of a patched file are the base's own.
 *
 * @param patchedSha256 of the patched weights
 * @param steps what was added, oldest first, at least one
 * @param originalSha256 of the network that the base is a packed and unpacked copy of, if it is
 *     known to be one: signatures of that network are the base's own
 */
public record PatchRecord(String patchedSha256, List<Step> steps, Optional<String> originalSha256) {
  private static final String KIND = "rwskit.kind";
  private static final String PATCHED_KIND = "patched";
  private static final String BASE = "rwskit.base.sha256";
  private static final String ORIGINAL = "rwskit.base.of.sha256";
  private static final String PATCHED = "rwskit.patched.sha256";
  private static final String STEP = "rwskit.signature.";

  /**
   * @throws BadInputException if there is no step, the first does not name its base, or the
   *     fingerprint is none
   */
  public PatchRecord {
    requireFingerprint(patchedSha256);
    originalSha256.ifPresent(PatchRecord::requireFingerprint);
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.get(0).ontoSha256().isEmpty()) {
      throw new BadInputException("a patch's record names a base and what was added to it first");
    }
  }

  private static void requireFingerprint(String sha256) {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new BadInputException(
          "a patch's record has the sha256 '%s'; 64 hexadecimal digits were expected"
              .formatted(sha256));
    }
  }

  /**
   * One signature that was added, or one change that another method made.
   *
   * @param signatureSha256 {@link StateDict#sha256} of the signature's tensors; of another method's
   *     change the fingerprint of {@code method} and of the networks that it was made of
   * @param alpha its scale α
   * @param corruption the corruption that it is of, if known
   * @param standardSha256 the θ_std that it was extracted with, if known; see {@link #isTransfer}
   * @param ontoSha256 the weights that the patch began with; empty for further signatures of a
   *     patch
   * @param method the method and its parameters, for instance {@code ties density=0.2}; empty for a
   *     signature
   */
  public record Step(
      String signatureSha256,
      double alpha,
      Optional<String> corruption,
      Optional<String> standardSha256,
      Optional<String> ontoSha256,
      Optional<String> method) {
    /**
     * @throws BadInputException if a fingerprint is none or α is not finite
     */
    public Step {
      requireFingerprint(signatureSha256);
      standardSha256.ifPresent(PatchRecord::requireFingerprint);
      ontoSha256.ifPresent(PatchRecord::requireFingerprint);
      if (!Double.isFinite(alpha)) {
        throw new BadInputException(
            "a patch's record has α = %s; a finite number was expected".formatted(alpha));
      }
    }

    /**
     * @param method the method and its parameters
     * @param networks what the change was made of, in order
     * @param alpha the strength that it was applied with
     * @param standard θ_std among them; where that is another than the base, the change was
     *     transferred
     * @param base the weights that it was applied to
     * @return the step
     * @throws BadInputException if α is not finite
     */
    public static Step ofMethod(
        String method, List<StateDict> networks, double alpha, StateDict standard, StateDict base) {
      Sha256 sha = new Sha256();
      sha.add((method + '\0').getBytes(UTF_8));
      networks.parallelStream().forEach(StateDict::sha256);
      networks.forEach(network -> sha.add(network.sha256().getBytes(UTF_8)));
      return new Step(
          sha.hex(),
          alpha,
          Optional.empty(),
          Optional.of(standard.sha256()),
          Optional.of(base.sha256()),
          Optional.of(method));
    }

    private Map<String, String> toMetadata(int number) {
      String key = STEP + number + ".";
      Map<String, String> notes = new LinkedHashMap<>();
      notes.put(key + "sha256", signatureSha256);
      notes.put(key + "alpha", Double.toString(alpha));
      method.ifPresent(text -> notes.put(key + "method", text));
      corruption.ifPresent(name -> notes.put(key + "corruption", name));
      standardSha256.ifPresent(sha256 -> notes.put(key + "standard.sha256", sha256));
      ontoSha256.ifPresent(sha256 -> notes.put(key + "onto.sha256", sha256));
      return notes;
    }

    private static Optional<Step> fromMetadata(Map<String, String> notes, int number) {
      String key = STEP + number + ".";
      String sha256 = notes.get(key + "sha256");
      String alpha = notes.getOrDefault(key + "alpha", "");
      if (sha256 == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Step(
                sha256,
                Double.parseDouble(alpha),
                Optional.ofNullable(notes.get(key + "corruption")),
                Optional.ofNullable(notes.get(key + "standard.sha256")),
                Optional.ofNullable(notes.get(key + "onto.sha256")),
                Optional.ofNullable(notes.get(key + "method"))));
      } catch (NumberFormatException e) {
        throw new BadInputException("%salpha is '%s', no number".formatted(key, alpha), e);
      }
    }

    /**
     * @return method, corruption or fingerprint, and α
     */
    @Override
    public String toString() {
      String what =
          method.or(() -> corruption).orElse("signature " + signatureSha256.substring(0, 12));
      return "%s at α = %s".formatted(what, alpha);
    }
  }

  /**
   * @param patch a patch with at least one signature
   * @param patched its {@link Patch#weights}
   * @param notes the metadata of the base's file: what was done to it before
   * @return the record of the whole
   * @throws BadInputException if the patch has no signature, or the notes hold a broken record
   */
  public static PatchRecord of(Patch patch, StateDict patched, Map<String, String> notes) {
    List<Step> steps = new ArrayList<>();
    Optional<String> onto = Optional.of(patch.base().sha256());
    for (Patch.Addition addition : patch.additions()) {
      Provenance provenance = addition.signature().provenance();
      steps.add(
          new Step(
              addition.signature().weights().sha256(),
              addition.alpha(),
              provenance.corruption(),
              provenance.standardSha256(),
              onto,
              Optional.empty()));
      onto = Optional.empty();
    }
    return after(patch.base(), notes, patched, steps);
  }

  private static PatchRecord after(
      StateDict base, Map<String, String> notes, StateDict changed, List<Step> more) {
    Optional<PatchRecord> earlier = of(base, notes);
    List<Step> steps = new ArrayList<>(earlier.map(PatchRecord::steps).orElse(List.of()));
    steps.addAll(more);
    return new PatchRecord(
        changed.sha256(),
        steps,
        earlier.isPresent() ? earlier.get().originalSha256 : PackedStateDict.original(base, notes));
  }

  /**
   * @param base any weights
   * @param changed what a method made of them
   * @param step what it did, onto the base
   * @param notes the metadata of the base's file: what was done to it before
   * @return the record of the whole
   * @throws BadInputException if the step is not onto that base, or the notes hold a broken record
   */
  public static PatchRecord of(
      StateDict base, StateDict changed, Step step, Map<String, String> notes) {
    if (!step.ontoSha256().equals(Optional.of(base.sha256()))) {
      throw new BadInputException("the step %s is not onto these weights".formatted(step));
    }
    return after(base, notes, changed, List.of(step));
  }

  /**
   * @param weights what a file holds
   * @param notes its metadata
   * @return the record of these weights; empty if they were not patched, or trained on since, which
   *     makes them a base of their own
   * @throws BadInputException if the notes hold a broken record
   */
  public static Optional<PatchRecord> of(StateDict weights, Map<String, String> notes) {
    return fromMetadata(notes).filter(record -> record.patchedSha256.equals(weights.sha256()));
  }

  /**
   * @return the fingerprint of the weights that the first signature was added to
   */
  public String baseSha256() {
    return steps.get(0).ontoSha256().orElseThrow();
  }

  /**
   * @param step one of the steps
   * @return whether its signature is known to be extracted with another θ_std than the base, or the
   *     network that the base is a packed copy of
   */
  public boolean isTransfer(Step step) {
    return step.standardSha256()
        .filter(sha256 -> !sha256.equals(baseSha256()))
        .filter(sha256 -> !originalSha256.equals(Optional.of(sha256)))
        .isPresent();
  }

  /**
   * @param signature any signature
   * @return the first step that added the same tensors; empty if none did
   */
  public Optional<Step> stepWith(Signature signature) {
    String sha256 = signature.weights().sha256();
    return steps.stream().filter(step -> step.signatureSha256().equals(sha256)).findFirst();
  }

  /**
   * The tensors of a base that a patch replaces, all that {@link #restore} needs beside the patched
   * weights: for seven layers of a VGG-16 about an eighth of it.
   *
   * @param patch any patch
   * @return the base's tensors that one of its signatures has or that are means over robust
   *     networks, in the base's order
   */
  public static StateDict replaced(Patch patch) {
    return patch.base().only(patch.replaced());
  }

  /**
   * Takes patches off again, the last one or more.
   *
   * @param patched the patched weights that this record speaks of
   * @param replaced the tensors that were replaced, or all of the base's
   * @return the weights before, bit for bit
   * @throws BadInputException if the result is none of the weights that a patch of this record
   *     began with
   */
  public Restored restore(StateDict patched, StateDict replaced) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(patched.tensors());
    replaced.tensors().forEach(tensors::put);
    StateDict weights = StateDict.of(tensors);
    String sha256 = weights.sha256();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).ontoSha256().equals(Optional.of(sha256))) {
        Optional<PatchRecord> left =
            i == 0
                ? Optional.empty()
                : Optional.of(new PatchRecord(sha256, steps.subList(0, i), originalSha256));
        return new Restored(weights, sha256, steps.subList(i, steps.size()), left);
      }
    }
    throw new BadInputException(
        "with these tensors the weights have sha256 %s; the base had %s, so they are not those that"
                .formatted(sha256, baseSha256())
            + " the patch replaced, or the patched weights were changed since");
  }

  /**
   * Weights that patches were taken off.
   *
   * @param weights as they were before
   * @param sha256 their fingerprint
   * @param removed the steps that are undone, oldest first
   * @param left what is still added; empty if these are the base
   */
  public record Restored(
      StateDict weights, String sha256, List<Step> removed, Optional<PatchRecord> left) {}

  /**
   * @param notes a patched file's metadata, or any others, for instance the base's
   * @return the same with this record in place of any that they held
   */
  public Map<String, String> addTo(Map<String, String> notes) {
    Map<String, String> all = removeFrom(notes);
    all.put(KIND, PATCHED_KIND);
    all.put(BASE, baseSha256());
    originalSha256.ifPresent(sha256 -> all.put(ORIGINAL, sha256));
    all.put(PATCHED, patchedSha256);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      all.putAll(step.toMetadata(i + 1));
      if (isTransfer(step)) {
        all.put(STEP + (i + 1) + ".transfer", "true");
      }
    }
    return all;
  }

  /**
   * @param notes any file's metadata
   * @return a copy without what a record put there
   */
  public static Map<String, String> removeFrom(Map<String, String> notes) {
    Map<String, String> rest = new LinkedHashMap<>(notes);
    rest.remove(KIND, PATCHED_KIND);
    rest.keySet()
        .removeIf(key -> key.startsWith(STEP) || List.of(BASE, ORIGINAL, PATCHED).contains(key));
    return rest;
  }

  /**
   * @param notes a file's metadata
   * @return the record that they hold; empty if they hold none
   * @throws BadInputException if they hold a broken one
   */
  public static Optional<PatchRecord> fromMetadata(Map<String, String> notes) {
    if (!PATCHED_KIND.equals(notes.get(KIND)) || !notes.containsKey(PATCHED)) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    Optional<Step> next = Step.fromMetadata(notes, 1);
    while (next.isPresent()) {
      steps.add(next.get());
      next = Step.fromMetadata(notes, steps.size() + 1);
    }
    return Optional.of(
        new PatchRecord(notes.get(PATCHED), steps, Optional.ofNullable(notes.get(ORIGINAL))));
  }
}
