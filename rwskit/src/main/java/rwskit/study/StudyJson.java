package rwskit.study;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Optional;
import rwskit.corruption.Corruption;
import rwskit.dataset.CheckpointRecipe;
import rwskit.json.Json;
import rwskit.json.JsonFields;
import rwskit.study.data.DataJson;
import rwskit.training.TrainingJson;

/**
 * Whole studies as JSON, from which another process makes the very same study, however it was
 * changed.
 */
public final class StudyJson {
  private static final String KIND = "kind";
  private static final String SEED = "seed";
  private static final String CORRUPTION = "corruption";

  private StudyJson() {}

  /**
   * @param study any
   * @return what another process has to know of it, or empty where its data or its network are of a
   *     kind that the kit does not know, such as one that was typed into a notebook
   */
  public static Optional<JsonObject> of(Study study) {
    Optional<JsonObject> data = DataJson.of(study.data());
    Optional<JsonObject> pretraining = of(study.pretraining());
    JsonObject network = TrainingJson.of(study.network());
    if (data.isEmpty() || pretraining.isEmpty() || !TrainingJson.isWhole(network)) {
      return Optional.empty();
    }
    JsonObject json = new JsonObject();
    json.addProperty("name", study.name());
    json.add("data", data.get());
    json.add("network", network);
    json.add("pretraining", pretraining.get());
    json.add("fineTuning", TrainingJson.of(study.fineTuning()));
    json.add(
        "corruptions", Json.strings(study.corruptions().stream().map(Corruption::label).toList()));
    json.addProperty("severity", study.severity());
    json.add("seeds", Json.numbers(study.seeds()));
    json.addProperty("threads", study.threads());
    return Optional.of(json);
  }

  /**
   * @param json as {@link #of(Study)} writes it
   * @return the study
   * @throws JsonParseException if it is anything else
   */
  public static Study study(JsonElement json) {
    JsonFields fields = JsonFields.of(json);
    return new Study(
        fields.string("name"),
        DataJson.data(fields.get("data")),
        TrainingJson.network(fields.get("network")),
        pretraining(fields.fields("pretraining")),
        TrainingJson.recipe(fields.get("fineTuning")),
        fields.strings("corruptions").stream().map(Corruption::named).toList(),
        fields.integer("severity"),
        fields.longIntegers("seeds"),
        fields.integer("threads"));
  }

  private static Optional<JsonObject> of(Pretraining pretraining) {
    JsonObject json = new JsonObject();
    if (pretraining instanceof Pretraining.Training training) {
      json.addProperty(KIND, "training");
      json.add("recipe", TrainingJson.of(training.recipe()));
    } else if (pretraining instanceof Pretraining.Checkpoint given) {
      json.addProperty(KIND, "checkpoint");
      addTo(json, given.checkpoint());
    } else if (pretraining instanceof Pretraining.Backbone backbone) {
      Optional<JsonObject> study = of(backbone.study());
      if (study.isEmpty()) {
        return Optional.empty();
      }
      json.addProperty(KIND, "backbone");
      json.add("study", study.get());
      json.addProperty(SEED, backbone.seed());
    } else {
      json.addProperty(KIND, "untrained");
    }
    return Optional.of(json);
  }

  private static Pretraining pretraining(JsonFields fields) {
    String kind = fields.string(KIND);
    return switch (kind) {
      case "training" -> new Pretraining.Training(TrainingJson.recipe(fields.get("recipe")));
      case "checkpoint" -> new Pretraining.Checkpoint(checkpoint(fields));
      case "backbone" ->
          new Pretraining.Backbone(study(fields.get("study")), fields.longInteger(SEED));
      case "untrained" -> new Pretraining.Untrained();
      default -> throw new JsonParseException("there is no pretraining \"" + kind + "\"");
    };
  }

  private static void addTo(JsonObject json, CheckpointRecipe checkpoint) {
    json.addProperty("name", checkpoint.name());
    json.addProperty("title", checkpoint.title());
    json.addProperty("source", checkpoint.source());
    json.addProperty("file", checkpoint.file());
    json.addProperty("bytes", checkpoint.bytes());
    json.addProperty("sha256", checkpoint.sha256());
  }

  private static CheckpointRecipe checkpoint(JsonFields fields) {
    return new CheckpointRecipe(
        fields.string("name"),
        fields.string("title"),
        fields.string("source"),
        fields.string("file"),
        fields.longInteger("bytes"),
        fields.string("sha256"));
  }

  /**
   * @param model one of a study's models
   * @return what another process has to know of it
   */
  public static JsonObject of(ModelSpec model) {
    JsonObject json = new JsonObject();
    json.addProperty("role", model.role().name());
    model.corruption().ifPresent(corruption -> json.addProperty(CORRUPTION, corruption.label()));
    json.addProperty(SEED, model.seed());
    return json;
  }

  /**
   * @param json as {@link #of(ModelSpec)} writes it
   * @return the model
   * @throws JsonParseException if it is anything else
   */
  public static ModelSpec model(JsonElement json) {
    JsonFields fields = JsonFields.of(json);
    return new ModelSpec(
        fields.constant("role", ModelSpec.Role.class),
        fields.has(CORRUPTION)
            ? Optional.of(Corruption.named(fields.string(CORRUPTION)))
            : Optional.empty(),
        fields.longInteger(SEED));
  }
}
