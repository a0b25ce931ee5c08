package rwskit.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.method.Merge;
import rwskit.model.RunningStatistics;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Signatures on a backbone, as the paper does it: the one patching operation of all experiments.
 *
 * <p>In a network with batch normalisation the tensors of normalisations and shortcuts are the mean
 * of the signatures' θ_c, and the running statistics are estimated anew in a pass over up to 5,000
 * of the study's training images with the signatures' corruptions, mixed with those before where
 * the strengths add up to less than 1: see {@link Patch#withBatchNormOf} and {@link
 * RunningStatistics}. Where every α is 0 the backbone itself comes back. Immutable.
 */
public final class ModelPatch {
  private final Models models;
  private final StateDict backbone;
  private final List<Part> parts;

  /** A signature, its strength, the θ_c that it is of, and what its images suffer. */
  private record Part(
      Signature signature, double alpha, StateDict robust, List<Corruption> corruptions) {}

  private ModelPatch(Models models, StateDict backbone, List<Part> parts) {
    this.models = models;
    this.backbone = backbone;
    this.parts = List.copyOf(parts);
  }

  /** On θ_std of the seed in view. */
  static ModelPatch of(Models models) {
    return new ModelPatch(models, models.standard(), List.of());
  }

  /**
   * @param other weights of the same network
   * @return the same signatures on another backbone
   */
  public ModelPatch onto(StateDict other) {
    return new ModelPatch(models, other, parts);
  }

  /**
   * @param from models whose signature is added, of the seed in view there; may be of other data
   * @param corruption c
   * @param layers how many of the first layers
   * @param alpha strength
   * @return this patch with that signature too
   * @throws BadInputException if there is no such corruption or the network has fewer layers
   */
  public ModelPatch add(Models from, Corruption corruption, int layers, double alpha) {
    return add(
        from.signature(corruption).firstLayers(layers),
        alpha,
        from.robust(corruption),
        List.of(corruption));
  }

  /**
   * @param signature what is added
   * @param alpha its strength
   * @param robust the weights that it is the signature of; only networks with batch normalisation
   *     take anything of them
   * @param corruptions of the images that the statistics of batch normalisation are estimated on;
   *     none for clean ones
   * @return this patch with that signature too
   */
  public ModelPatch add(
      Signature signature, double alpha, StateDict robust, List<Corruption> corruptions) {
    List<Part> more = new ArrayList<>(parts);
    more.add(new Part(signature, alpha, robust, corruptions));
    return new ModelPatch(models, backbone, more);
  }

  /**
   * @return the patched weights
   * @throws BadInputException if a signature does not fit the backbone or, with batch
   *     normalisation, the strengths add up to less than 0
   */
  public StateDict weights() {
    if (isNothing()) {
      return backbone;
    }
    Patch patch = Patch.of(backbone);
    for (Part part : parts) {
      patch = patch.add(part.signature, part.alpha);
    }
    if (!models.study().network().hasBatchNorm()) {
      return patch.weights();
    }
    return reestimated(patch.withBatchNormOf(parts.stream().map(Part::robust).toList()).weights());
  }

  /**
   * The control of every patch of a network with batch normalisation: what its new running
   * statistics do by themselves.
   *
   * @return the backbone with running statistics estimated and mixed as in {@link #weights}, but
   *     without the signatures and with its own normalisations; the backbone itself where the
   *     network has no batch normalisation or every α is 0
   * @throws BadInputException if the strengths add up to less than 0
   */
  public StateDict statistics() {
    return isNothing() || !models.study().network().hasBatchNorm()
        ? backbone
        : reestimated(backbone);
  }

  /**
   * The backbone with what any method made in place of signatures, and with batch normalisation
   * treated as theirs is, so that methods are compared and not treatments.
   *
   * @param change what the method made of networks
   * @param alpha its strength, the same for all corruptions together
   * @param robust the networks whose normalisations are taken, at least one
   * @param corruptions of the images that running statistics are estimated on
   * @return the changed weights; the backbone itself where α is 0
   * @throws BadInputException if the change does not fit the backbone or, with batch normalisation,
   *     α is below 0
   */
  public StateDict changed(
      Merge change, double alpha, List<StateDict> robust, List<Corruption> corruptions) {
    StateDict changed = change.apply(backbone, alpha);
    if (alpha == 0 || !models.study().network().hasBatchNorm()) {
      return changed;
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>(changed.tensors());
    tensors.putAll(Patch.batchNormMeans(backbone, robust).tensors());
    return reestimated(StateDict.of(tensors), corruptions, alpha);
  }

  private boolean isNothing() {
    return parts.stream().allMatch(part -> part.alpha == 0);
  }

  private StateDict reestimated(StateDict weights) {
    Set<Corruption> all = new LinkedHashSet<>();
    parts.forEach(part -> all.addAll(part.corruptions));
    return reestimated(weights, List.copyOf(all), parts.stream().mapToDouble(Part::alpha).sum());
  }

  /** With running statistics of the images that the θ_c were fitted to. */
  private StateDict reestimated(StateDict patched, List<Corruption> corruptions, double alpha) {
    return RunningStatistics.blend(patched, models.estimated(patched, corruptions), alpha);
  }

  /**
   * @param study whose training images are used
   * @param weights of its network
   * @param corruptions of the images; none for clean ones
   * @return the weights with running statistics of batch normalisation estimated on those images
   * @throws BadInputException if the images are missing
   */
  public static StateDict estimated(Study study, StateDict weights, List<Corruption> corruptions) {
    return RunningStatistics.reestimate(
        study.network(),
        weights,
        TrainingImages.forStatistics(study, corruptions),
        study.fineTuning().batchSize());
  }
}
