package rwskit.study;

import java.util.List;
import java.util.Optional;
import rwskit.dataset.CheckpointRecipe;
import rwskit.dataset.DataHome;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.store.Store;
import rwskit.study.data.StudyData;
import rwskit.training.Recipe;
import rwskit.weights.StateDict;

/** Where θ₀ comes from. */
public sealed interface Pretraining {

  /**
   * θ₀ is trained from newly drawn weights on {@link StudyData#pretraining()}.
   *
   * @param recipe how
   */
  record Training(Recipe recipe) implements Pretraining {
    @Override
    public Optional<StateDict> weights(Network network, Store store) {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return "trained for %s epochs".formatted(recipe.epochs());
    }
  }

  /**
   * θ₀ is a checkpoint without its classifier, as the paper's is torchvision's of ImageNet.
   *
   * @param checkpoint which; its {@link CheckpointRecipe#sha256} decides the study's weights
   */
  record Checkpoint(CheckpointRecipe checkpoint) implements Pretraining {
    @Override
    public Optional<StateDict> weights(Network network, Store store) {
      StateDict weights = checkpoint.read(DataHome.standard());
      try {
        return Optional.of(network.adapt(weights, HEAD_SEED));
      } catch (BadInputException e) {
        throw new BadInputException(
            "%s: %s".formatted(checkpoint.path(DataHome.standard()), e.getMessage()), e);
      }
    }

    @Override
    public List<String> missing() {
      return checkpoint.path(DataHome.standard()).toFile().isFile()
          ? List.of()
          : List.of(
              "%s (from %s)".formatted(checkpoint.path(DataHome.standard()), checkpoint.source()));
    }

    @Override
    public String toString() {
      return "read from " + checkpoint.file();
    }
  }

  /** θ₀ is what training would start from: newly drawn weights. */
  record Untrained() implements Pretraining {
    @Override
    public Optional<StateDict> weights(Network network, Store store) {
      return Optional.of(network.initialWeights(HEAD_SEED));
    }

    @Override
    public String toString() {
      return "drawn, not trained";
    }
  }

  /**
   * θ₀ is the θ_std of another study: a backbone that is adapted further, to more of the same
   * images or to other ones. Its classifier stays where the number of classes does.
   *
   * @param study whose θ_std; it has to be trained before, into the same store
   * @param seed which of them
   */
  record Backbone(Study study, long seed) implements Pretraining {
    /**
     * @throws BadInputException if the study has no such seed
     */
    public Backbone {
      if (!study.seeds().contains(seed)) {
        throw new BadInputException(
            "study %s has no seed %s; it has %s".formatted(study.name(), seed, study.seeds()));
      }
    }

    @Override
    public Optional<StateDict> weights(Network network, Store store) {
      ModelSpec standard = ModelSpec.standard(seed);
      return Optional.of(
          store
              .find(ModelKeys.of(study, standard).hash())
              .orElseThrow(
                  () ->
                      new BadInputException(
                          "%s of study %s is not in %s: train that study first"
                              .formatted(standard, study.name(), store.folder())))
              .bestTa());
    }

    @Override
    public Network network(Study adapted) {
      return study.network();
    }

    @Override
    public String toString() {
      return "θ_std of %s, seed %s".formatted(study.name(), seed);
    }
  }

  /** Decides the classifier that takes the place of a checkpoint's. */
  long HEAD_SEED = 0;

  /**
   * @param network with the classes that θ₀ tells apart
   * @param store where trained models are kept
   * @return θ₀, or empty where it has to be trained
   * @throws BadInputException if a checkpoint is missing (the message says where to get it and
   *     where to put it), is not the one that is meant, or does not fit the network
   */
  Optional<StateDict> weights(Network network, Store store);

  /**
   * @param study that starts from it
   * @return θ₀'s network, with the classes that it tells apart, or those that it cannot do without
   */
  default Network network(Study study) {
    Network network = study.network();
    return network.isProgram() ? network : network.withClasses(study.data().pretrainingClasses());
  }

  /**
   * @return what has to be fetched before, and where it belongs; empty if nothing
   */
  default List<String> missing() {
    return List.of();
  }
}
