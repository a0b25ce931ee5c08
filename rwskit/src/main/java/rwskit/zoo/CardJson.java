package rwskit.zoo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import rwskit.corruption.Corruption;
import rwskit.dataset.DataFile;
import rwskit.evaluation.Accuracy;
import rwskit.file.BadInputException;
import rwskit.json.Json;
import rwskit.json.JsonFields;
import rwskit.signature.Quantization;
import rwskit.signature.Quantizer;
import rwskit.study.StudyJson;

/** Cards as JSON. */
final class CardJson {
  private static final Pattern ADDRESS = Pattern.compile("https://[^\\s/]+(/\\S*)?");

  private static final int FORMAT = 1;

  private CardJson() {}

  static String text(Card card) {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.addProperty("name", card.name());
    json.addProperty("title", card.title());
    json.addProperty("data", card.study().data().caption());
    card.corruption().ifPresent(of -> json.addProperty("corruption", of.label()));
    json.addProperty("severity", card.study().severity());
    json.addProperty("quantizer", card.quantization().quantizer().name());
    json.addProperty("bits", card.quantization().bits());
    card.layers().ifPresent(layers -> json.addProperty("layers", layers));
    json.add("before", json(card.before()));
    json.add("after", json(card.after()));
    json.addProperty("licence", card.licence());
    json.addProperty("made", card.made());
    json.add("sha256", Json.strings(card.sha256()));
    json.add("file", json(card.file()));
    json.add(
        "study",
        StudyJson.of(card.study())
            .orElseThrow(
                () ->
                    new BadInputException(
                        "study %s has data or a network that no other program can make; a card needs both"
                            .formatted(card.study().name()))));
    return Json.pretty(json) + "\n";
  }

  private static JsonObject json(Measured measured) {
    JsonObject json = new JsonObject();
    json.add("TA", json(measured.ta()));
    measured.ra().ifPresent(ra -> json.add("RA", json(ra)));
    return json;
  }

  private static JsonObject json(Accuracy accuracy) {
    JsonObject json = new JsonObject();
    json.addProperty("percent", accuracy.percent());
    json.addProperty("low", accuracy.low());
    json.addProperty("high", accuracy.high());
    json.addProperty("images", accuracy.images());
    return json;
  }

  private static JsonObject json(DataFile file) {
    JsonObject json = new JsonObject();
    json.addProperty("name", file.name());
    json.addProperty("bytes", file.bytes());
    json.addProperty("sha256", file.sha256());
    json.add("urls", Json.strings(file.urls()));
    return json;
  }

  /**
   * @param where the card is, for messages
   * @throws BadInputException if it is no card that this version reads
   */
  static Card card(String text, String where) {
    try {
      JsonFields fields = JsonFields.of(text);
      int format = fields.integer("format");
      if (format != FORMAT) {
        throw new BadInputException(
            "%s is a card of format %s; this version reads %s".formatted(where, format, FORMAT));
      }
      return card(fields);
    } catch (JsonParseException e) {
      throw new BadInputException("%s is no card: %s".formatted(where, e.getMessage()), e);
    }
  }

  private static Card card(JsonFields fields) {
    return new Card(
        fields.string("name"),
        StudyJson.study(fields.get("study")),
        Optional.ofNullable(fields.string("corruption", null)).map(Corruption::named),
        new Quantization(fields.constant("quantizer", Quantizer.class), fields.integer("bits")),
        fields.has("layers") ? OptionalInt.of(fields.integer("layers")) : OptionalInt.empty(),
        measured(fields.fields("before")),
        measured(fields.fields("after")),
        fields.string("licence"),
        fields.string("made"),
        fields.stringMap("sha256"),
        file(fields.fields("file")));
  }

  private static Measured measured(JsonFields fields) {
    return new Measured(
        accuracy(fields.fields("TA")),
        fields.has("RA") ? Optional.of(accuracy(fields.fields("RA"))) : Optional.empty());
  }

  private static Accuracy accuracy(JsonFields fields) {
    return new Accuracy(
        fields.number("percent"),
        fields.number("low"),
        fields.number("high"),
        fields.integer("images"));
  }

  private static DataFile file(JsonFields fields) {
    List<String> urls = fields.strings("urls");
    urls.forEach(CardJson::requireAddress);
    return file(fields.string("name"), fields.longInteger("bytes"), fields.string("sha256"), urls);
  }

  /** A card of a stranger's must not make the kit open files of this machine. */
  static void requireAddress(String url) {
    if (!ADDRESS.matcher(url).matches()) {
      throw new BadInputException(
          "the address %s: expected one that begins with https://".formatted(url));
    }
  }

  /** A plain file, which is no archive. */
  static DataFile file(String name, long bytes, String sha256, List<String> urls) {
    return new DataFile(
        name, urls, bytes, 0, sha256, "", "", "the card", null, 0, List.of(), List.of());
  }
}
