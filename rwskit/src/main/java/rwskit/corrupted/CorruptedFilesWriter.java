package rwskit.corrupted;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import rwskit.corrupted.CorruptedRecord.Made;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.data.Npy;
import rwskit.file.BadInputException;
import rwskit.file.FileLock;
import rwskit.file.FirstFew;
import rwskit.file.FolderTree;
import rwskit.file.Sha256;
import rwskit.progress.ProgressDisplay;

/**
 * Writes corrupted copies of a set of images, in the layouts of the published ones. Beside them
 * stands {@code corrupted.json} with everything that decides them and their checksums. A run that
 * was broken off goes on where it stood: what is there, was made with the same options and has the
 * noted checksum is kept. Files, and folders of one severity, are whole or absent.
 *
 * <p>One severity at a time is in memory, as large as the clean images.
 */
public final class CorruptedFilesWriter {
  private static final String LOCK = ".corrupted.lock";
  private static final int SAMPLE = 4;

  private final CorruptionPlan plan;
  private final Path root;
  private final ProgressDisplay display;

  /** What to do with files that another run, or somebody else, has left. */
  public enum Existing {
    /** Refuse to write unless they are of a run with the same options. */
    KEEP,
    /** Replace them. */
    REPLACE
  }

  /**
   * What a run has done.
   *
   * @param folder where the files are
   * @param made names of the files and folders that it made
   * @param kept names of those that were there already
   */
  public record Written(Path folder, List<String> made, List<String> kept) {}

  /**
   * @param plan what to make
   * @param root where to; made if it is not there
   * @param display shows how far it is
   */
  public CorruptedFilesWriter(CorruptionPlan plan, Path root, ProgressDisplay display) {
    this.plan = plan;
    this.root = root;
    this.display = display;
  }

  /**
   * Makes what is not there yet.
   *
   * @param images clean images
   * @param input what they are, in words; noted in {@code corrupted.json}
   * @param existing what to do with files that are there already and are not this run's
   * @return what was made and what was kept
   * @throws BadInputException if a corruption cannot be applied to such images, files of other
   *     options are there, another run writes there, or the disk has too little space (the message
   *     says how much is needed and how much there is)
   */
  public Written write(ImageSet images, String input, Existing existing) {
    Path folder = plan.layout().folder(root, images.split());
    try {
      Files.createDirectories(folder);
      try (FileLock lock = new FileLock(folder.resolve(LOCK))) {
        if (!lock.tryTake()) {
          throw new BadInputException(
              "another run writes corrupted images into %s: wait for it or choose another folder"
                  .formatted(folder));
        }
        return write(folder, images, input, existing);
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot write into " + folder, e);
    } catch (UncheckedIOException e) {
      throw BadInputException.of("cannot write into " + folder, e.getCause());
    }
  }

  private Written write(Path folder, ImageSet images, String input, Existing existing)
      throws IOException {
    List<CorruptedPart> parts = parts();
    // Tried on a few images before hours are spent on all.
    Map<CorruptedPart, String> samples = new LinkedHashMap<>();
    parts.forEach(part -> samples.put(part, sample(part, images)));
    CorruptedRecord wanted = CorruptedRecord.of(plan, images, input);
    CorruptedRecord record = wanted.with(earlier(folder, wanted, parts, existing));
    removeLeftovers(folder);
    List<CorruptedPart> missing = new ArrayList<>();
    for (CorruptedPart part : parts) {
      Made made = record.files().get(part.name());
      boolean good =
          made != null
              && samples.get(part).equals(made.sample())
              && part.sha256(folder.resolve(part.name())).equals(made.sha256());
      if (!good) {
        missing.add(part);
      }
    }
    long need = missing.stream().mapToLong(part -> part.bytes(images)).sum();
    requireSpace(folder, need, Files.getFileStore(folder).getUsableSpace());
    record.write(folder);
    if (plan.layout() != CorruptedLayout.FOLDERS) {
      writeLabels(folder.resolve(CorruptedLayout.LABELS), images);
    }
    for (int i = 0; i < missing.size(); i++) {
      CorruptedPart part = missing.get(i);
      String sample = samples.get(part);
      String pictures = part.corruption() == Corruption.FROST ? plan.frost().description() : null;
      // Noted before it is made: what no record names is nobody's to replace.
      record = record.with(part.name(), new Made(pictures, sample, null));
      record.write(folder);
      make(part, folder.resolve(part.name()), images, i + 1, missing.size());
      String sha256 = part.sha256(folder.resolve(part.name()));
      record = record.with(part.name(), new Made(pictures, sample, sha256));
      record.write(folder);
    }
    parts.removeAll(missing);
    return new Written(folder, names(missing), names(parts));
  }

  private List<CorruptedPart> parts() {
    List<CorruptedPart> parts = new ArrayList<>();
    for (Corruption corruption : plan.corruptions()) {
      if (plan.layout() == CorruptedLayout.FOLDERS) {
        plan.severities().forEach(severity -> parts.add(new FolderPart(corruption, severity)));
      } else {
        parts.add(new ArrayPart(corruption, plan.severities()));
      }
    }
    return parts;
  }

  private String sample(CorruptedPart part, ImageSet images) {
    ImageSet few = images.range(0, Math.min(SAMPLE, images.size()));
    Sha256 sha = new Sha256();
    for (int severity : part.severities()) {
      ImageSet corrupted = part.corruption().apply(few, plan.setting(severity), plan.seed());
      sha.add(corrupted.sha256().getBytes(UTF_8));
    }
    return sha.hex();
  }

  private void make(CorruptedPart part, Path target, ImageSet images, int number, int of)
      throws IOException {
    long total = (long) part.severities().size() * images.size();
    CorruptionProgress progress = new CorruptionProgress(display, part.name(), number, of, total);
    part.write(
        target,
        images,
        severity -> part.corruption().apply(images, plan.setting(severity), plan.seed(), progress));
  }

  /** What an earlier run with the same options has noted. */
  private Map<String, Made> earlier(
      Path folder, CorruptedRecord wanted, List<CorruptedPart> parts, Existing existing)
      throws IOException {
    Optional<CorruptedRecord> record = earlier(folder, existing);
    List<String> differences = record.map(r -> r.differences(wanted)).orElse(List.of());
    boolean same = record.isPresent() && differences.isEmpty();
    Map<String, Made> made = same ? record.get().files() : Map.of();
    if (existing == Existing.REPLACE) {
      if (!same && record.isPresent()) {
        remove(folder, record.get());
      }
      return made;
    }
    if (!differences.isEmpty()) {
      throw new BadInputException(
          "%s holds images that were made with other options (%s): choose another folder, or --force to replace them"
              .formatted(folder, FirstFew.of(differences, ", ")));
    }
    List<String> foreign = new ArrayList<>(names(parts));
    foreign.removeAll(made.keySet());
    if (!same && plan.layout() != CorruptedLayout.FOLDERS) {
      foreign.add(CorruptedLayout.LABELS);
    }
    foreign.removeIf(name -> !Files.exists(folder.resolve(name)));
    if (!foreign.isEmpty()) {
      throw new BadInputException(
          "%s holds %s already, and no %s that says how it was made: choose another folder, or --force to replace it"
              .formatted(folder, FirstFew.of(foreign, ", "), CorruptedRecord.NAME));
    }
    return made;
  }

  private static Optional<CorruptedRecord> earlier(Path folder, Existing existing) {
    try {
      return CorruptedRecord.read(folder);
    } catch (BadInputException damaged) {
      if (existing == Existing.REPLACE) {
        return Optional.empty();
      }
      throw damaged;
    }
  }

  /** Removes what another run has made, so that no file contradicts the record. */
  private static void remove(Path folder, CorruptedRecord record) throws IOException {
    // Only names that a run makes: a record from elsewhere must not decide what is deleted.
    for (Corruption corruption : Corruption.values()) {
      String file = CorruptedLayout.file(corruption);
      if (record.files().containsKey(file)) {
        Files.deleteIfExists(folder.resolve(file));
      }
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        String images = CorruptedLayout.file(corruption, severity);
        if (record.files().containsKey(images)) {
          FolderTree.remove(folder.resolve(images));
        }
      }
    }
  }

  /** A run that was killed leaves what it wrote aside, which nothing else would ever remove. */
  private static void removeLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> aside = Files.newDirectoryStream(folder, ".*.npy*.part")) {
      for (Path file : aside) {
        Files.delete(file);
      }
    }
  }

  /**
   * @throws BadInputException if there are fewer bytes than are needed
   */
  static void requireSpace(Path folder, long need, long have) {
    if (have < need) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s needs about %,d MB for the images, and the disk has %,d MB free",
              folder,
              need / 1_000_000 + 1,
              have / 1_000_000));
    }
  }

  private void writeLabels(Path file, ImageSet images) {
    int[] labels = new int[Math.multiplyExact(plan.severities().size(), images.size())];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = images.label(i % images.size());
    }
    Npy.writeLabels(file, labels);
  }

  private static List<String> names(List<CorruptedPart> parts) {
    return parts.stream().map(CorruptedPart::name).toList();
  }
}
