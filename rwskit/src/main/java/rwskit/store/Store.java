package rwskit.store;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import rwskit.checkpoint.SafeTensors;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import rwskit.file.FolderTree;
import rwskit.file.Sha256;
import rwskit.file.UserFolder;
import rwskit.training.Trained;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Table;

/**
 * Trained models on disk: one folder a model, named by the hash of everything that decides its
 * weights, with the weights as safetensors and a JSON record that carries their checksums. The
 * record is written last and makes the model complete. Several processes may use one store.
 */
public final class Store {
  private static final Logger LOGGER = System.getLogger(Store.class.getName());

  /** The folder of what workers say. */
  public static final String LOGS = "logs";

  private static final String RECORD = "record.json";
  private static final String BEST_TA = "best-ta.safetensors";
  private static final String BEST_RA = "best-ra.safetensors";

  private final Path folder;

  private Store(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder where the models are or will be; made when first written to
   * @return the store there
   */
  public static Store at(Path folder) {
    return new Store(folder);
  }

  /**
   * @return the store of this user on this machine: {@code store} in {@link UserFolder#standard()}
   */
  public static Store standard() {
    return at(UserFolder.standard().resolve("store"));
  }

  /**
   * @return where the models are
   */
  public Path folder() {
    return folder;
  }

  /**
   * Looks a model up and verifies its files. A damaged or foreign one is reported to the log and
   * counts as missing.
   *
   * @param key hash of what decides the weights
   * @return the model, if it is there and whole
   */
  public Optional<StoredModel> find(String key) {
    Path model = modelFolder(key);
    if (!Files.exists(model.resolve(RECORD))) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(key, model));
    } catch (IOException | JsonParseException | BadInputException e) {
      if (Thread.currentThread().isInterrupted()) {
        // An interrupt closes the file that is being read: it is not damaged.
        throw new BadInputException("reading " + model + " was interrupted", e);
      }
      LOGGER.log(
          Level.WARNING, "{0} is damaged and will be trained again: {1}", model, e.getMessage());
      return Optional.empty();
    }
  }

  private static StoredModel read(String key, Path model) throws IOException {
    StoreRecord record = StoreRecord.of(Files.readString(model.resolve(RECORD)));
    if (!key.equals(record.key())) {
      throw new BadInputException(RECORD + " does not belong to this model");
    }
    for (String name : new String[] {BEST_TA, BEST_RA}) {
      String expected = record.files().get(name);
      String found = Sha256.of(model.resolve(name));
      if (!found.equals(expected)) {
        throw new BadInputException(
            "%s has SHA-256 %s, expected %s".formatted(name, found, expected));
      }
    }
    return new StoredModel(
        SafeTensors.read(model.resolve(BEST_TA)), SafeTensors.read(model.resolve(BEST_RA)), record);
  }

  /**
   * Reads every model and compares its files with their checksums. Changes nothing.
   *
   * @return for each model, by its key, what is wrong with it, or empty where it is whole;
   *     trainings that are not finished are no models
   * @throws BadInputException if the folder cannot be read
   */
  public Map<String, Optional<String>> verify() {
    Map<String, Optional<String>> models = new TreeMap<>();
    keys().forEach(key -> models.put(key, damage(key, modelFolder(key))));
    return models;
  }

  /**
   * @return the keys of all models, damaged ones too, in their order; trainings that are not
   *     finished are no models
   * @throws BadInputException if the folder cannot be read
   */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return keys;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
      for (Path model : folders) {
        if (Files.exists(model.resolve(RECORD))) {
          keys.add(model.getFileName().toString());
        }
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + folder, e);
    }
    keys.sort(Comparator.naturalOrder());
    return List.copyOf(keys);
  }

  /**
   * Reads the records of all models; neither weights nor checksums.
   *
   * @return the models that are complete and whose record can be read, the oldest first; {@link
   *     #verify} tells of the others
   * @throws BadInputException if the folder cannot be read
   */
  public List<StoredFiles> models() {
    List<StoredFiles> models = new ArrayList<>();
    try {
      for (String key : keys()) {
        listed(modelFolder(key)).ifPresent(models::add);
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + folder, e);
    }
    models.sort(Comparator.comparing(StoredFiles::finished).thenComparing(StoredFiles::key));
    return List.copyOf(models);
  }

  private static Optional<StoredFiles> listed(Path model) throws IOException {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(model)) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    }
    try {
      StoredFiles found =
          new StoredFiles(StoreRecord.of(Files.readString(model.resolve(RECORD))), bytes);
      found.finished();
      return model.endsWith(found.key()) ? Optional.of(found) : Optional.empty();
    } catch (JsonParseException | BadInputException | DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * @return a row for each of {@link #models}: key, role, data, network, corruption, seed, TA and
   *     RA on validation images, bytes, age in days
   * @throws BadInputException if the folder cannot be read
   */
  public Table table() {
    return StoreTable.of("models in " + folder, models(), Instant.now());
  }

  /**
   * Removes a model, unless a process trains it at the moment.
   *
   * @param key hash of what decides the weights
   * @return whether it was removed
   * @throws BadInputException if a file cannot be removed; the model then counts as missing
   */
  public boolean remove(String key) {
    try (StoreLock lock = lock(key)) {
      if (!lock.tryTake()) {
        return false;
      }
      // Without its record what is left is no model.
      Files.deleteIfExists(modelFolder(key).resolve(RECORD));
      FolderTree.remove(modelFolder(key));
      return true;
    } catch (IOException e) {
      throw BadInputException.of("cannot remove " + modelFolder(key), e);
    }
  }

  /**
   * Copies a model into another store, verified on both sides; where that has it already nothing is
   * done.
   *
   * @param key hash of what decides the weights
   * @param other where to
   * @return whether it was copied
   * @throws BadInputException if it is missing or damaged here, or cannot be written there
   */
  public boolean copy(String key, Store other) {
    if (other.find(key).isPresent()) {
      return false;
    }
    Path from = modelFolder(key);
    damage(key, from)
        .ifPresent(
            reason -> {
              throw new BadInputException("%s is damaged: %s".formatted(from, reason));
            });
    Path to = other.modelFolder(key);
    for (String name : new String[] {BEST_TA, BEST_RA, RECORD}) {
      try {
        AtomicFile.write(to.resolve(name), Files.readAllBytes(from.resolve(name)));
      } catch (IOException e) {
        throw BadInputException.of("cannot read " + from.resolve(name), e);
      }
    }
    return true;
  }

  private static Optional<String> damage(String key, Path model) {
    try {
      read(key, model);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(BadInputException.of("cannot read " + model, e).getMessage());
    } catch (JsonParseException | BadInputException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Keeps a trained model.
   *
   * @param key what decides its weights
   * @param trained the outcome
   * @param seconds that the training took
   * @return the model as it is on disk
   * @throws BadInputException if the folder cannot be written; nothing half-written counts as a
   *     model
   */
  public StoredModel put(ModelKey key, Trained trained, double seconds) {
    Path model = modelFolder(key.hash());
    Map<String, String> files = new LinkedHashMap<>();
    files.put(BEST_TA, write(model.resolve(BEST_TA), trained.bestTa()));
    files.put(BEST_RA, write(model.resolve(BEST_RA), trained.bestRa()));
    StoreRecord record =
        new StoreRecord(
            StoreRecord.FORMAT,
            key.hash(),
            key.description(),
            files,
            trained.epochs(),
            seconds,
            Instant.now().toString(),
            versions());
    AtomicFile.write(model.resolve(RECORD), record.text());
    return find(key.hash())
        .orElseThrow(
            () ->
                new BadInputException(model + " was damaged while it was written: check the disk"));
  }

  private static String write(Path file, StateDict weights) {
    AtomicFile.removeLeftOvers(file);
    SafeTensors.write(file, weights, Map.of("format", "pt"));
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + file + " back", e);
    }
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put(
        "rwskit",
        Optional.ofNullable(Store.class.getPackage().getImplementationVersion())
            .orElse("not packaged"));
    versions.put("java", System.getProperty("java.runtime.version"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }

  /**
   * @param key hash of what decides the weights
   * @return the lock that a process holds while it trains that model
   */
  public StoreLock lock(String key) {
    return new StoreLock(folder.resolve(key + ".lock"));
  }

  /**
   * @param key hash of what decides the weights
   * @return where the state of that model's training is kept while it runs, under the model's lock
   */
  public PartialTraining partial(String key) {
    return new PartialTraining(folder.resolve("partial").resolve(key + ".safetensors"));
  }

  /** Where runs with worker processes keep what they need no longer than they last. */
  public Path scratch() {
    return folder.resolve("scratch");
  }

  /**
   * @return a path to which the logs' endings are to be added, of a run that starts now; the folder
   *     is there
   * @throws BadInputException if the folder cannot be written to
   */
  public Path newLog() {
    Path logs = folder.resolve(LOGS);
    String now =
        LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
    try {
      Files.createDirectories(logs);
      if (!Files.isWritable(logs)) {
        throw new AccessDeniedException(logs.toString());
      }
    } catch (IOException e) {
      throw BadInputException.of(
          "cannot write to the store (%s moves it)".formatted(UserFolder.VARIABLE), e);
    }
    return logs.resolve("%s-%s".formatted(now, ProcessHandle.current().pid()));
  }

  /** How many bytes the store's file system has left; 0 where it does not tell. */
  public long freeBytes() {
    Path there = folder.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there == null ? 0 : there.toFile().getUsableSpace();
  }

  private Path modelFolder(String key) {
    return folder.resolve(key);
  }
}
