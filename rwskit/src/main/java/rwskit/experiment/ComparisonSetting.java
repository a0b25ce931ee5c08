package rwskit.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.study.Models;
import rwskit.weights.StateDict;

/**
 * Where methods are compared: which networks are changed, and for what.
 *
 * @param label in tables
 * @param target whose images are tested
 * @param source whose networks the methods are given
 * @param kind how many corruptions a network is to withstand
 * @param corruptions of them
 * @param epochs for how many the backbone was trained further; 0 for θ_std itself
 */
record ComparisonSetting(
    String label,
    Models target,
    Models source,
    Kind kind,
    List<Corruption> corruptions,
    int epochs) {

  /** How many corruptions a network is to withstand. */
  enum Kind {
    ONE,
    TWO,
    ALL
  }

  static ComparisonSetting home(Models models) {
    return new ComparisonSetting("home", models, models, Kind.ONE, models.study().corruptions(), 0);
  }

  static ComparisonSetting transfer(Models source, Models target) {
    List<Corruption> both =
        target.study().corruptions().stream()
            .filter(source.study().corruptions()::contains)
            .toList();
    if (both.isEmpty()) {
      throw new BadInputException(
          "transfer from %s to %s: they have no corruption in common"
              .formatted(source.study().name(), target.study().name()));
    }
    return new ComparisonSetting("transfer", target, source, Kind.ONE, both, 0);
  }

  static ComparisonSetting adapted(Models origin, Models target, int epochs) {
    if (epochs < 1) {
      throw new BadInputException(epochs + " further epochs: expected at least 1");
    }
    List<Corruption> both = transfer(origin, target).corruptions;
    return new ComparisonSetting("adapted", target, origin, Kind.ONE, both, epochs);
  }

  static ComparisonSetting pairs(Models models) {
    return several("pairs", models, Kind.TWO);
  }

  static ComparisonSetting together(Models models) {
    return several("together", models, Kind.ALL);
  }

  private static ComparisonSetting several(String label, Models models, Kind kind) {
    List<Corruption> all = models.study().corruptions();
    if (all.size() < 2) {
      throw new BadInputException(
          "study %s has %s: several at once need two".formatted(models.study().name(), all));
    }
    return new ComparisonSetting(label, models, models, kind, all, 0);
  }

  ComparisonSetting with(List<Corruption> chosen) {
    return new ComparisonSetting(label, target, source, kind, chosen, epochs);
  }

  /** What is measured, seed by seed; trains backbones further where it has to. */
  List<ComparisonCase> cases(LongFunction<Optional<StateDict>> mixtures, ProgressDisplay display) {
    List<ComparisonCase> cases = new ArrayList<>();
    for (Backbone backbone : backbones(display)) {
      Models from =
          source.study().seeds().contains(backbone.seed()) ? source.seed(backbone.seed()) : source;
      // Where the target lacks a seed of the backbones, its first must do.
      Models here =
          target.study().seeds().contains(backbone.seed()) ? target.seed(backbone.seed()) : target;
      Optional<StateDict> mixture = mixtures.apply(from.seed());
      for (List<Corruption> chosen : sets()) {
        cases.add(
            new ComparisonCase(
                backbone.seed(), here, from, mixture, backbone.weights(), chosen, tested(chosen)));
      }
    }
    return cases;
  }

  private List<Backbone> backbones(ProgressDisplay display) {
    return epochs == 0
        ? target.study().seeds().stream()
            .map(seed -> new Backbone(seed, 0, 0, target.seed(seed).standard()))
            .toList()
        : FurtherTraining.train(source, target, List.of(epochs), display).stream()
            .filter(backbone -> backbone.epochs() > 0)
            .toList();
  }

  private List<List<Corruption>> sets() {
    return switch (kind) {
      case ONE -> corruptions.stream().map(List::of).toList();
      case ALL -> List.of(corruptions);
      case TWO -> {
        List<List<Corruption>> pairs = new ArrayList<>();
        for (int i = 0; i < corruptions.size(); i++) {
          for (Corruption second : corruptions.subList(i + 1, corruptions.size())) {
            pairs.add(List.of(corruptions.get(i), second));
          }
        }
        yield pairs;
      }
    };
  }

  /** Each alone, and of a pair both on one image. */
  private static List<List<Corruption>> tested(List<Corruption> chosen) {
    List<List<Corruption>> tested = new ArrayList<>();
    chosen.forEach(corruption -> tested.add(List.of(corruption)));
    if (chosen.size() == 2) {
      tested.add(chosen);
    }
    return tested;
  }
}
