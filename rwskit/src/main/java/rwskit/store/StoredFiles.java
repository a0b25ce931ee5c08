package rwskit.store;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import rwskit.json.JsonFields;
import rwskit.training.EpochResult;

/**
 * What a model of the store is, as its record says; its weights are not read.
 *
 * @param record the store's record
 * @param bytes of its files together
 */
public record StoredFiles(StoreRecord record, long bytes) {
  /**
   * @return hash of what decides the weights
   */
  public String key() {
    return record.key();
  }

  /**
   * @return what it is to the method, in lower case: {@code pretrained}, {@code standard}, {@code
   *     robust}, or another word for what an experiment has trained
   */
  public String role() {
    return text("role").map(role -> role.toLowerCase(Locale.ROOT)).orElse("");
  }

  /**
   * @return c of a θ_c; empty of others
   */
  public Optional<String> corruption() {
    return text("corruption");
  }

  /**
   * @return the seed of the training; empty where there was none
   */
  public Optional<String> seed() {
    return text("seed");
  }

  /**
   * @return the images that it was trained on, in the words of its key
   */
  public String data() {
    return text("data").map(data -> data.replaceAll(", [0-9a-f]{64}", "")).orElse("");
  }

  /**
   * @return the network, such as {@code vgg11/8}
   */
  public String network() {
    JsonObject description = record.description();
    if (!description.has("network")) {
      return "";
    }
    JsonFields network = JsonFields.of(description.get("network"));
    return network.has("architecture")
        ? network.string("architecture").toLowerCase(Locale.ROOT)
            + "/"
            + network.integer("widthDivisor")
        : network.string("block", "");
  }

  /**
   * @return the best TA on validation images that an epoch had; NaN where none was trained
   */
  public double validationTa() {
    return record.epochs().stream().mapToDouble(EpochResult::validationTa).max().orElse(Double.NaN);
  }

  /**
   * @return the best RA on validation images that an epoch had; NaN where none was trained
   */
  public double validationRa() {
    return record.epochs().stream().mapToDouble(EpochResult::validationRa).max().orElse(Double.NaN);
  }

  /**
   * @return when its training ended
   */
  public Instant finished() {
    return Instant.parse(record.finished());
  }

  private Optional<String> text(String name) {
    JsonObject description = record.description();
    return description.has(name) && description.get(name).isJsonPrimitive()
        ? Optional.of(description.get(name).getAsString())
        : Optional.empty();
  }
}
