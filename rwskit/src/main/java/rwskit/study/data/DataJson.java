package rwskit.study.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Optional;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.json.Json;
import rwskit.json.JsonFields;

/**
 * The kit's own kinds of data as JSON, from which another process makes the same: numbers and names
 * that decide the images, not the images. Each kind has a name of its own, which stays when a class
 * is renamed.
 */
public final class DataJson {
  private static final String KIND = "kind";
  private static final String DATA = "data";
  private static final String SEED = "seed";
  private static final String RECIPE = "recipe";
  private static final String COUNTS = "counts";
  private static final String CLASSES = "classes";
  private static final String CORRUPTIONS = "corruptions";
  private static final String LABEL = "label";
  private static final String PRETRAINED = "pretrained";
  private static final String SEVERITY = "severity";

  private DataJson() {}

  /**
   * @param data of a study
   * @return what another process has to know of them, or empty where they are, or are made of, a
   *     kind that the kit does not know, such as one that was typed into a notebook
   */
  public static Optional<JsonObject> of(StudyData data) {
    JsonObject json = new JsonObject();
    if (data instanceof DrawnData drawn) {
      json.addProperty(KIND, "drawn");
      json.addProperty("set", drawn.set().name());
      json.addProperty("pretrainingImages", drawn.pretrainingImages());
      json.addProperty("fineTuningImages", drawn.fineTuningImages());
      json.addProperty("testImages", drawn.testImages());
      json.addProperty(SEED, drawn.seed());
    } else if (data instanceof HalvedData halved) {
      addImages(json, "halved", halved.images());
    } else if (data instanceof WholeData whole) {
      addImages(json, "whole", whole.images());
    } else if (data instanceof StandInData noise) {
      json.addProperty(KIND, "noise");
      json.add(COUNTS, of(noise.counts()));
      json.addProperty("pretrainingClasses", noise.pretrainingClasses());
      json.addProperty(CLASSES, noise.classes());
    } else if (data instanceof DerivedData derived) {
      return of(derived.data()).flatMap(inner -> of(derived, inner));
    } else {
      return Optional.empty();
    }
    return Optional.of(json);
  }

  private static Optional<JsonObject> of(DerivedData derived, JsonObject inner) {
    JsonObject json = new JsonObject();
    if (derived instanceof ClassSubset some) {
      json.addProperty(KIND, "some classes");
      json.add(CLASSES, Json.numbers(some.chosen()));
    } else if (derived instanceof FewImages few) {
      json.addProperty(KIND, "first images");
      json.add(COUNTS, of(few.counts()));
    } else if (derived instanceof FewerTestImages fewer) {
      json.addProperty(KIND, "fewer test images");
      json.addProperty("count", fewer.count());
    } else if (derived instanceof GreyData grey) {
      Optional<JsonObject> pretrained = of(grey.pretrained());
      if (pretrained.isEmpty()) {
        return Optional.empty();
      }
      json.addProperty(KIND, "grey");
      json.add(PRETRAINED, pretrained.get());
    } else if (derived instanceof PretrainedOn other) {
      Optional<JsonObject> pretrained = of(other.pretrained());
      if (pretrained.isEmpty()) {
        return Optional.empty();
      }
      json.addProperty(KIND, "pretrained on");
      json.add(PRETRAINED, pretrained.get());
    } else if (derived instanceof LabelledData labelled) {
      json.addProperty(KIND, "labelled");
      json.addProperty(LABEL, labelled.label());
    } else if (derived instanceof MixtureData mixture) {
      json.addProperty(KIND, "mixture");
      json.add(
          CORRUPTIONS,
          Json.strings(mixture.corruptions().stream().map(Corruption::label).toList()));
      json.addProperty(SEVERITY, mixture.severity());
    } else {
      return Optional.empty();
    }
    json.add(DATA, inner);
    return Optional.of(json);
  }

  private static void addImages(JsonObject json, String kind, RecipeImages images) {
    json.addProperty(KIND, kind);
    json.addProperty(RECIPE, images.recipe().name());
    json.addProperty(SEED, images.seed());
  }

  private static JsonObject of(ImageCounts counts) {
    JsonObject json = new JsonObject();
    json.addProperty("height", counts.height());
    json.addProperty("width", counts.width());
    json.addProperty("pretraining", counts.pretraining());
    json.addProperty("fineTuning", counts.fineTuning());
    json.addProperty("test", counts.test());
    return json;
  }

  /**
   * @param json as {@link #of(StudyData)} writes it
   * @return the data
   * @throws JsonParseException if it is anything else
   */
  public static StudyData data(JsonElement json) {
    JsonFields fields = JsonFields.of(json);
    String kind = fields.string(KIND);
    return switch (kind) {
      case "drawn" ->
          new DrawnData(
              fields.constant("set", DrawnSet.class),
              fields.integer("pretrainingImages"),
              fields.integer("fineTuningImages"),
              fields.integer("testImages"),
              fields.longInteger(SEED));
      case "halved" -> new HalvedData(fields.string(RECIPE), fields.longInteger(SEED));
      case "whole" -> new WholeData(fields.string(RECIPE), fields.longInteger(SEED));
      case "noise" ->
          new StandInData(
              counts(fields.fields(COUNTS)),
              fields.integer("pretrainingClasses"),
              fields.integer(CLASSES));
      case "some classes" -> new ClassSubset(inner(fields), fields.integers(CLASSES));
      case "first images" -> new FewImages(inner(fields), counts(fields.fields(COUNTS)));
      case "fewer test images" -> new FewerTestImages(inner(fields), fields.integer("count"));
      case "mixture" ->
          new MixtureData(
              inner(fields),
              fields.strings(CORRUPTIONS).stream().map(Corruption::named).toList(),
              fields.integer(SEVERITY));
      case "grey" -> new GreyData(inner(fields), data(fields.get(PRETRAINED)));
      case "labelled" -> new LabelledData(inner(fields), fields.string(LABEL));
      case "pretrained on" -> new PretrainedOn(inner(fields), data(fields.get(PRETRAINED)));
      default -> throw new JsonParseException("there is no kind of data \"" + kind + "\"");
    };
  }

  private static StudyData inner(JsonFields fields) {
    return data(fields.get(DATA));
  }

  private static ImageCounts counts(JsonFields fields) {
    return new ImageCounts(
        fields.integer("height"),
        fields.integer("width"),
        fields.integer("pretraining"),
        fields.integer("fineTuning"),
        fields.integer("test"));
  }
}
