package rwskit.detect;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.study.Models;
import rwskit.weights.DType;
import rwskit.weights.StateDict;

/**
 * The patches that there are: what a network's weights become against a corruption. Safe for
 * threads.
 */
public interface PatchSource {
  /**
   * @return the weights that they are patches of
   */
  StateDict base();

  /**
   * @return what there are patches against; the severity is the one that the patch was made for. Of
   *     a corruption there may be several severities
   */
  List<Condition> conditions();

  /**
   * @param condition one of {@link #conditions}
   * @param alpha strength, not 0
   * @return all the network's weights with that patch on. Tensors that it leaves alone are the
   *     base's own
   * @throws BadInputException if there is no such patch, or it does not fit
   */
  StateDict weights(Condition condition, double alpha);

  /**
   * @param condition of a corruption
   * @return of that corruption's patches the one of the nearest severity, the stronger of two
   * @throws BadInputException if there is none of that corruption
   */
  default Condition nearest(Condition condition) {
    return conditions().stream()
        .filter(patch -> patch.corruption().equals(condition.corruption()))
        .min(
            Comparator.comparingInt(
                    (Condition patch) -> Math.abs(patch.severity() - condition.severity()))
                .thenComparing(Condition::severity, Comparator.reverseOrder()))
        .orElseThrow(
            () ->
                new BadInputException(
                    "no patch against %s; there are %s".formatted(condition, conditions())));
  }

  /**
   * @param base weights
   * @param patched the same tensors
   * @return of the patched weights those tensors of numbers that are not the base's; counters are
   *     none
   */
  static StateDict changed(StateDict base, StateDict patched) {
    return patched.only(
        patched.names().stream()
            .filter(name -> patched.get(name).dtype() == DType.F32)
            .filter(name -> !patched.get(name).equals(base.get(name)))
            .toList());
  }

  /**
   * Signatures as they are handed on in files: added to weights, all else left alone.
   *
   * @param base the weights that are patched
   * @param signatures with their corruption and severity in their provenance
   * @return their patches, α being the scale of the signature
   * @throws BadInputException if a signature does not tell its corruption, does not fit the
   *     weights, or two are of the same corruption and severity
   */
  static PatchSource ofSignatures(StateDict base, List<Signature> signatures) {
    Map<Condition, Signature> known = new LinkedHashMap<>();
    for (Signature signature : signatures) {
      String name =
          signature
              .provenance()
              .corruption()
              .orElseThrow(
                  () ->
                      new BadInputException(
                          "%s does not tell its corruption; extract it again with --corruption"
                              .formatted(signature)));
      Condition condition =
          Condition.of(
              Corruption.named(name),
              signature.provenance().severity().orElse(Corruption.SEVERITIES));
      if (known.put(condition, signature) != null) {
        throw new BadInputException(
            "two signatures are of %s: expected one for each corruption and severity"
                .formatted(condition));
      }
      Patch.of(base).add(signature);
    }
    return new PatchSource() {
      @Override
      public StateDict base() {
        return base;
      }

      @Override
      public List<Condition> conditions() {
        return List.copyOf(known.keySet());
      }

      @Override
      public StateDict weights(Condition condition, double alpha) {
        Signature signature = known.get(condition);
        if (signature == null) {
          throw new BadInputException(
              "no patch against %s; there are %s".formatted(condition, conditions()));
        }
        return Patch.of(base).add(signature, alpha).weights();
      }
    };
  }

  /**
   * A study's signatures, with its treatment of batch normalisation: see {@link
   * rwskit.study.ModelPatch}. Patched weights are kept, since with batch normalisation each takes a
   * pass over images; there are as many as corruptions times strengths that are asked for.
   *
   * @param models of the seed in view
   * @param layers how many of the first layers
   * @return their patches of θ_std
   */
  static PatchSource of(Models models, int layers) {
    Map<List<Object>, StateDict> known = new ConcurrentHashMap<>();
    return new PatchSource() {
      @Override
      public StateDict base() {
        return models.standard();
      }

      @Override
      public List<Condition> conditions() {
        return conditionsOf(models);
      }

      @Override
      public StateDict weights(Condition condition, double alpha) {
        return known.computeIfAbsent(
            List.of(condition, alpha),
            any -> models.patched(condition.corruption().orElseThrow(), layers, alpha));
      }
    };
  }

  /**
   * A study's whole networks in place of signatures: θ_c for the corruption c, whatever α is.
   *
   * @param models of the seed in view
   * @return their θ_c
   */
  static PatchSource experts(Models models) {
    return new PatchSource() {
      @Override
      public StateDict base() {
        return models.standard();
      }

      @Override
      public List<Condition> conditions() {
        return conditionsOf(models);
      }

      @Override
      public StateDict weights(Condition condition, double alpha) {
        return models.robust(condition.corruption().orElseThrow());
      }
    };
  }

  private static List<Condition> conditionsOf(Models models) {
    return models.study().corruptions().stream()
        .map(corruption -> Condition.of(corruption, models.study().severity()))
        .toList();
  }
}
