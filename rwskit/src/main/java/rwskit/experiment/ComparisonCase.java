package rwskit.experiment;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.method.Ingredients;
import rwskit.method.Merge;
import rwskit.study.Models;
import rwskit.weights.StateDict;

/**
 * One network that is to withstand some corruptions, and the networks that methods may take for it.
 *
 * @param seed of the backbone
 * @param target whose images are tested, of the seed in view
 * @param source whose θ₀, θ_std and θ_c the methods are given, of the seed in view; the target
 *     itself but for transfer
 * @param mixture θ_mix of the source, where it was trained
 * @param backbone the network that is changed: the target's θ_std, or that after further training
 * @param corruptions to be withstood
 * @param tested what is done to test images, each list one after the other; RA is the mean
 */
record ComparisonCase(
    long seed,
    Models target,
    Models source,
    Optional<StateDict> mixture,
    StateDict backbone,
    List<Corruption> corruptions,
    List<List<Corruption>> tested) {

  String label() {
    return corruptions.size() > 2
        ? "all " + corruptions.size()
        : corruptions.stream().map(Corruption::label).collect(Collectors.joining(" + "));
  }

  /** θ_c of each corruption. */
  List<StateDict> robust() {
    return robust(UnaryOperator.identity());
  }

  /** θ_c of other corruptions in place of each. */
  List<StateDict> robust(UnaryOperator<Corruption> other) {
    return corruptions.stream().map(other).map(source::robust).toList();
  }

  /** What methods of weights are given, with those networks for θ_c. */
  Ingredients networks(List<StateDict> robust) {
    return Ingredients.of(source.standard()).withPretrained(source.pretrained()).withRobust(robust);
  }

  /** The backbone with what a method made; batch normalisation as the networks have it. */
  StateDict changed(Merge merge, double alpha, List<StateDict> networks) {
    return target.patch().onto(backbone).changed(merge, alpha, networks, corruptions);
  }

  /** What methods are given that work on the changed network itself. */
  Ingredients itself() {
    return Ingredients.of(backbone);
  }

  /** Nothing measured yet. */
  RightImages images(Evaluation evaluation) {
    return new RightImages(evaluation.images(), tested.size());
  }

  /** The backbone as it is. */
  RightImages unchanged(Evaluation evaluation) {
    return images(evaluation).add(evaluation, backbone, tested);
  }

  /** The target's own θ_c, each on images with its corruption; on images of a pair both. */
  RightImages experts(Evaluation evaluation) {
    RightImages right = images(evaluation);
    for (Corruption corruption : corruptions) {
      StateDict robust = target.robust(corruption);
      right.addClean(evaluation.right(robust));
      for (int kind = 0; kind < tested.size(); kind++) {
        if (tested.get(kind).contains(corruption)) {
          right.addCorrupted(kind, evaluation, robust, tested.get(kind));
        }
      }
    }
    return right;
  }

  /** The next one of the corruption's family that the source has a θ_c of. */
  Corruption sibling(Corruption corruption) {
    List<Corruption> family =
        source.study().corruptions().stream()
            .filter(other -> other.family() == corruption.family())
            .toList();
    Corruption next = family.get((family.indexOf(corruption) + 1) % family.size());
    if (next == corruption) {
      throw noOther(corruption, "of its family");
    }
    return next;
  }

  /** One of another family that the source has a θ_c of. */
  Corruption stranger(Corruption corruption) {
    List<Corruption> all = source.study().corruptions();
    List<Corruption> strangers =
        all.stream().filter(other -> other.family() != corruption.family()).toList();
    if (strangers.isEmpty()) {
      throw noOther(corruption, "of another family");
    }
    return strangers.get(all.indexOf(corruption) % strangers.size());
  }

  private BadInputException noOther(Corruption corruption, String kind) {
    return new BadInputException(
        "study %s has no other corruption %s than %s, to be the wrong one"
            .formatted(source.study().name(), kind, corruption.label()));
  }
}
