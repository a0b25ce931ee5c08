package rwskit.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rwskit.json.Json;
import rwskit.json.JsonFields;
import rwskit.model.Architecture;
import rwskit.model.Attack;
import rwskit.model.Network;
import rwskit.model.Normalization;
import rwskit.model.VggEnd;

/**
 * Networks, recipes and results of epochs as JSON, which the store's keys are made of and other
 * processes are told. The names and their order are written out here: a key has to outlive the
 * renaming of a component. A field that comes later has to be left out where it has the value that
 * all trainings had before.
 */
public final class TrainingJson {
  private static final String ARCHITECTURE = "architecture";
  private static final String END = "end";
  private static final String WARM_UP = "cosineWarmUp";
  private static final String LABEL_SMOOTHING = "labelSmoothing";

  private TrainingJson() {}

  /**
   * @param network any
   * @return everything that decides what it computes from given weights
   */
  public static JsonObject of(Network network) {
    JsonObject inside = new JsonObject();
    inside.add("mean", Json.numbers(network.normalization().mean()));
    inside.add("std", Json.numbers(network.normalization().std()));
    JsonObject json = new JsonObject();
    network
        .architecture()
        .ifPresentOrElse(
            published -> {
              json.addProperty(ARCHITECTURE, published.name());
              json.addProperty("widthDivisor", network.widthDivisor());
              network
                  .end()
                  .filter(end -> end != VggEnd.AVERAGE_POOLING)
                  .ifPresent(end -> json.addProperty(END, end.name()));
            },
            () -> addBlock(json, network));
    json.addProperty("classes", network.classes());
    json.add("normalization", inside);
    return json;
  }

  private static void addBlock(JsonObject json, Network network) {
    JsonObject shapes = new JsonObject();
    network
        .shapes()
        .forEach(
            (name, shape) -> shapes.add(name, Json.numbers(Arrays.stream(shape).boxed().toList())));
    json.addProperty("block", network.label());
    json.add("shapes", shapes);
  }

  /**
   * @param json as {@link #of(Network)} writes it
   * @return whether {@link #network} can make it: a block of one's own is code that is not written
   */
  public static boolean isWhole(JsonObject json) {
    return json.has(ARCHITECTURE);
  }

  /**
   * @param json as {@link #of(Network)} writes it, {@linkplain #isWhole whole}
   * @return the network
   * @throws JsonParseException if it is anything else
   */
  public static Network network(JsonElement json) {
    JsonFields fields = JsonFields.of(json);
    JsonFields inside = fields.fields("normalization");
    Network network = Network.of(fields.constant(ARCHITECTURE, Architecture.class));
    return (fields.has(END) ? network.withEnd(fields.constant(END, VggEnd.class)) : network)
        .withWidthDivisor(fields.integer("widthDivisor"))
        .withClasses(fields.integer("classes"))
        .withNormalization(new Normalization(inside.singles("mean"), inside.singles("std")));
  }

  /**
   * @param recipe any
   * @return everything that decides how it trains
   */
  public static JsonObject of(Recipe recipe) {
    JsonObject json = new JsonObject();
    json.addProperty("epochs", recipe.epochs());
    json.addProperty("batchSize", recipe.batchSize());
    json.addProperty("learningRate", recipe.learningRate());
    json.addProperty("momentum", recipe.momentum());
    json.addProperty("weightDecay", recipe.weightDecay());
    if (recipe.schedule() instanceof Schedule.Steps steps) {
      json.add("milestones", Json.numbers(steps.milestones()));
      json.addProperty("decay", steps.decay());
    } else if (recipe.schedule() instanceof Schedule.Cosine cosine) {
      json.addProperty(WARM_UP, cosine.warmUp());
    }
    json.addProperty("augmentation", recipe.augmentation().name());
    json.addProperty("proximal", recipe.proximal());
    json.add("attack", of(recipe.attack()));
    if (recipe.labelSmoothing() > 0) {
      json.addProperty(LABEL_SMOOTHING, recipe.labelSmoothing());
    }
    return json;
  }

  /**
   * @param json as {@link #of(Recipe)} writes it
   * @return the recipe
   * @throws JsonParseException if it is anything else
   */
  public static Recipe recipe(JsonElement json) {
    JsonFields fields = JsonFields.of(json);
    return new Recipe(
        fields.integer("epochs"),
        fields.integer("batchSize"),
        fields.single("learningRate"),
        fields.single("momentum"),
        fields.single("weightDecay"),
        fields.has(WARM_UP)
            ? new Schedule.Cosine(fields.single(WARM_UP))
            : new Schedule.Steps(fields.integers("milestones"), fields.single("decay")),
        fields.constant("augmentation", Augmentation.class),
        fields.has(LABEL_SMOOTHING) ? fields.single(LABEL_SMOOTHING) : 0,
        fields.single("proximal"),
        attack(fields.fields("attack")));
  }

  private static JsonObject of(Attack attack) {
    JsonObject json = new JsonObject();
    json.addProperty("norm", attack.norm().name());
    json.addProperty("epsilon", attack.epsilon());
    json.addProperty("steps", attack.steps());
    return json;
  }

  private static Attack attack(JsonFields fields) {
    return new Attack(
        fields.constant("norm", Attack.Norm.class),
        fields.number("epsilon"),
        fields.integer("steps"));
  }

  /**
   * @param epochs what each epoch of a training came to
   * @return an object for each
   */
  public static JsonArray of(List<EpochResult> epochs) {
    JsonArray json = new JsonArray();
    for (EpochResult epoch : epochs) {
      JsonObject one = new JsonObject();
      one.addProperty("epoch", epoch.epoch());
      one.addProperty("loss", epoch.loss());
      one.addProperty("validationTa", epoch.validationTa());
      one.addProperty("validationRa", epoch.validationRa());
      json.add(one);
    }
    return json;
  }

  /** The same from text. */
  static List<EpochResult> epochs(String text) {
    JsonElement json = Json.read(text);
    if (!json.isJsonArray()) {
      throw new JsonParseException("an array was expected");
    }
    List<EpochResult> epochs = new ArrayList<>();
    json.getAsJsonArray().forEach(epoch -> epochs.add(epoch(epoch)));
    return epochs;
  }

  /**
   * @param json an element of what {@link #of(List)} writes
   * @return what that epoch came to
   * @throws JsonParseException if it is anything else
   */
  public static EpochResult epoch(JsonElement json) {
    JsonFields fields = JsonFields.of(json);
    return new EpochResult(
        fields.integer("epoch"),
        fields.number("loss"),
        fields.number("validationTa"),
        fields.number("validationRa"));
  }
}
