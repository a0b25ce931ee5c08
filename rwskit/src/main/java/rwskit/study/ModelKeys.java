package rwskit.study;

import ai.djl.engine.Engine;
import com.google.gson.JsonObject;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.model.Network;
import rwskit.store.ModelKey;
import rwskit.training.Recipe;
import rwskit.training.TrainingJson;

/**
 * What decides a model's weights, up to the rounding of another processor, device or build of
 * libtorch: the store finds models by it. All that is hashed is written out by names that stay when
 * classes and their components are renamed: here, in {@link TrainingJson}, and in the fingerprints
 * of {@link rwskit.study.data.StudyData}.
 */
public final class ModelKeys {
  /** Raised when a change of the training code gives other weights for the same description. */
  private static final int TRAINING_VERSION = 2;

  private ModelKeys() {}

  /**
   * @param study a study
   * @param spec one of its models
   * @return the store's name for the model
   */
  public static ModelKey of(Study study, ModelSpec spec) {
    return spec.role() == ModelSpec.Role.PRETRAINED
        ? pretrained(study)
        : fineTuned(study, spec, pretrained(study).hash());
  }

  private static ModelKey pretrained(Study study) {
    Network network = study.pretrainedNetwork();
    JsonObject description;
    if (study.pretraining() instanceof Pretraining.Training training) {
      description = common(study, network, training.recipe());
      description.addProperty("role", ModelSpec.Role.PRETRAINED.name());
      description.addProperty("data", study.data().pretrainingFingerprint());
      description.addProperty("seed", 0);
    } else {
      description = new JsonObject();
      description.add("network", TrainingJson.of(network));
      description.addProperty("role", ModelSpec.Role.PRETRAINED.name());
      if (study.pretraining() instanceof Pretraining.Checkpoint given) {
        description.addProperty("checkpoint", given.checkpoint().sha256());
      } else if (study.pretraining() instanceof Pretraining.Backbone backbone) {
        ModelKey standard = of(backbone.study(), ModelSpec.standard(backbone.seed()));
        description.addProperty("backbone", standard.hash());
      }
    }
    return ModelKey.of(description);
  }

  private static ModelKey fineTuned(Study study, ModelSpec spec, String start) {
    JsonObject description = common(study, study.network(), study.fineTuning());
    description.addProperty("role", spec.role().name());
    description.addProperty("data", study.data().fingerprint());
    description.addProperty("start", start);
    description.addProperty("seed", spec.seed());
    spec.corruption()
        .ifPresent(
            corruption -> {
              description.addProperty("corruption", corruption.label());
              description.addProperty("severity", study.severity());
              description.addProperty("corruptionSample", sample(corruption, study));
            });
    return ModelKey.of(description);
  }

  private static JsonObject common(Study study, Network network, Recipe recipe) {
    JsonObject description = new JsonObject();
    description.addProperty("training", TRAINING_VERSION);
    description.addProperty("engine", "DJL " + Engine.getDjlVersion());
    description.add("network", TrainingJson.of(network));
    description.add("recipe", TrainingJson.of(recipe));
    description.addProperty("threads", study.threads());
    return description;
  }

  /** A few corrupted drawings stand for all: a change of a corruption's code gives another key. */
  private static String sample(Corruption corruption, Study study) {
    ImageSet drawings = DrawnSet.SHAPES.draw(10, 0, Split.TRAIN);
    return corruption.apply(drawings, study.setting(drawings), 0).sha256();
  }
}
