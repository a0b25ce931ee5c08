package rwskit.signature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import rwskit.file.BadInputException;
import rwskit.weights.Overflow;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import rwskit.weights.WeightedSum;

/**
 * A network's weights with signatures added: θ + Σᵢ αᵢ·RWS_cᵢ. The base θ is θ_std or any other
 * weights with the same tensors, for instance a network adapted further. Each αᵢ is the scale that
 * is applied; (the official implementation multiplies by its weight twice, so that its weight w
 * corresponds to α = w² here).
 *
 * <p>The paper's networks with batch normalisation are patched in two more steps: {@link
 * #withBatchNormOf} sets the tensors of normalisations and shortcuts to the mean of the robust
 * networks', and {@code rwskit.model.RunningStatistics} estimates the running statistics of the
 * result anew on corrupted training images. Without the first, a base keeps its own.
 *
 * <p>Immutable: adding and removing make a new patch, and the base is kept as it is, so that a
 * patch whose signatures have all been removed gives the base back bit for bit. Weights that are
 * written down lose their base; {@link PatchRecord} tells what they need to get it back.
 */
public final class Patch {
  private final StateDict base;
  private final List<Addition> additions;
  private final StateDict means;

  private Patch(StateDict base, List<Addition> additions, StateDict means) {
    this.base = base;
    this.additions = List.copyOf(additions);
    this.means = means;
  }

  /**
   * One signature in a patch.
   *
   * @param signature what is added
   * @param alpha its scale α, finite; 0 adds nothing, negative numbers subtract
   */
  public record Addition(Signature signature, double alpha) {
    /**
     * @throws BadInputException if α is NaN or infinite, or beyond single precision
     */
    public Addition {
      if (!Float.isFinite((float) alpha)) {
        throw new BadInputException("α is %s; a finite number was expected".formatted(alpha));
      }
    }
  }

  /**
   * @param base the weights to patch, θ
   * @return a patch without a signature
   */
  public static Patch of(StateDict base) {
    return new Patch(base, List.of(), StateDict.of(Map.of()));
  }

  /**
   * @param signature what to add
   * @param alpha its scale α
   * @return this patch with the signature added
   * @throws BadInputException if α is not finite, or the base lacks one of the signature's tensors
   *     or has it in another shape or not as floating-point numbers; the message lists the first of
   *     these
   */
  public Patch add(Signature signature, double alpha) {
    base.requireFits(signature.weights(), signature.toString(), "signature");
    List<Addition> more = new ArrayList<>(additions);
    more.add(new Addition(signature, alpha));
    return new Patch(base, more, means);
  }

  /**
   * @param signature what to add, at α = 1
   * @return this patch with the signature added
   * @throws BadInputException as {@link #add(Signature, double)}
   */
  public Patch add(Signature signature) {
    return add(signature, 1);
  }

  /**
   * @param signature one that was added; if it was added more than once, all of them go
   * @return this patch without it
   * @throws BadInputException if it is not part of this patch
   */
  public Patch without(Signature signature) {
    List<Addition> rest = new ArrayList<>(additions);
    if (!rest.removeIf(addition -> addition.signature.equals(signature))) {
      throw new BadInputException("this patch has no %s to remove".formatted(signature));
    }
    return new Patch(base, rest, means);
  }

  /**
   * Sets every tensor whose name contains {@code bn}, {@code downsample} or {@code shortcut}, and
   * every other one of a module with running statistics outside a VGG, in a selected layer or not,
   * to its mean over robust networks, running statistics too; no signature is added to these. That
   * is every normalisation and shortcut of a ResNet. A VGG has no such name, and as in the official
   * implementation its normalisations stay the base's own. As long as the patch has no signature,
   * this does nothing.
   *
   * @param robust the networks trained on the corruptions, θ_c, at least one
   * @return this patch with those means
   * @throws BadInputException if there is no robust network, or one lacks one of the base's tensors
   *     or has it in another shape
   */
  public Patch withBatchNormOf(List<StateDict> robust) {
    return new Patch(base, additions, RobustMeans.of(base, robust));
  }

  /**
   * Puts running statistics in place that were estimated of the patched weights, as {@code
   * rwskit.model.RunningStatistics} does. As long as the patch has no signature, this does nothing.
   *
   * @param statistics running means and variances, and counters, by the names of the base
   * @return this patch with those
   * @throws BadInputException if the base lacks one of the tensors or has it in another shape or
   *     type
   */
  public Patch withStatistics(StateDict statistics) {
    base.only(statistics.names()).requireSameTensors("base", statistics, "statistics");
    Map<String, Tensor> all = new LinkedHashMap<>(means.tensors());
    all.putAll(statistics.tensors());
    return new Patch(base, additions, StateDict.of(all));
  }

  /**
   * The tensors that {@link #withBatchNormOf} puts in place, for patches that are made otherwise.
   *
   * @param base the weights to patch
   * @param robust the networks trained on the corruptions, θ_c, at least one
   * @return their means, by the names of the base
   * @throws BadInputException as {@link #withBatchNormOf}
   */
  public static StateDict batchNormMeans(StateDict base, List<StateDict> robust) {
    return RobustMeans.of(base, robust);
  }

  /**
   * @return the weights without any signature
   */
  public StateDict base() {
    return base;
  }

  /**
   * @return the signatures with their scales, in the order of adding
   */
  public List<Addition> additions() {
    return additions;
  }

  /**
   * @return the names of the base's tensors that this patch replaces
   */
  Set<String> replaced() {
    Set<String> names = new LinkedHashSet<>();
    additions.forEach(addition -> names.addAll(addition.signature.weights().names()));
    if (!additions.isEmpty()) {
      names.addAll(means.names());
    }
    return names;
  }

  /**
   * Computes the patched weights. Tensors that no signature touches are the base's own, not copies;
   * the others have the base's type: F64 is added in double precision, all others in single
   * precision and then rounded, half and bfloat16 to the nearest, ties to even.
   *
   * @return the patched weights, with the base's names in the base's order
   * @throws BadInputException if weights that were finite in the base are infinite or NaN after
   *     that, for instance beyond what half precision holds; the message names the tensors
   */
  public StateDict weights() {
    Map<String, List<WeightedSum.Term>> terms = new LinkedHashMap<>();
    for (Addition addition : additions) {
      // 0 · x is added nowhere, not even where it would turn −0 into 0.
      if (addition.alpha != 0) {
        addition
            .signature
            .weights()
            .tensors()
            .forEach(
                (name, tensor) ->
                    terms
                        .computeIfAbsent(name, key -> new ArrayList<>())
                        .add(new WeightedSum.Term(tensor, addition.alpha)));
      }
    }
    Map<String, Tensor> patched = new LinkedHashMap<>(base.tensors());
    terms.keySet().removeAll(means.names());
    terms.forEach(
        (name, parts) -> patched.put(name, new WeightedSum(base.get(name), parts).compute()));
    if (!additions.isEmpty()) {
      patched.putAll(means.tensors());
    }
    StateDict result = StateDict.of(patched);
    Overflow.refuse(base, result, replaced());
    return result;
  }

  /**
   * @return the base's size, what is added at which α, and how many tensors are means
   */
  @Override
  public String toString() {
    return additions.stream()
        .map(addition -> " + %s · (%s)".formatted(addition.alpha, addition.signature))
        .collect(
            Collectors.joining(
                "",
                base.toString(),
                means.names().isEmpty() ? "" : ", %s means".formatted(means.names().size())));
  }
}
