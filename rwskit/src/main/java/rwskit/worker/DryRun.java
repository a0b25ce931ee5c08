package rwskit.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.file.FolderTree;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.store.Store;
import rwskit.store.StoreLock;
import rwskit.store.StoredModel;
import rwskit.study.Compute;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.study.TrainingImages;
import rwskit.study.data.FewImages;
import rwskit.study.data.ImageCounts;
import rwskit.study.data.StandInData;
import rwskit.study.data.StudyData;
import rwskit.training.EpochResult;
import rwskit.training.Recipe;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A study whose trainings are one step each: everything that a run does, on a first batch of its
 * images, so that what would fail after days fails in minutes. It goes through the same code, with
 * the same processes, into a folder of the store that is removed at the end. Images that are not
 * there are replaced by noise of their size, a checkpoint by drawn weights.
 *
 * @param study as it was asked for
 * @param missing what has to be put where before the study itself can be trained
 * @param models a row for each model that was trained
 * @param patched how many patched networks were measured
 * @param seconds that it took
 */
public record DryRun(Study study, List<String> missing, Table models, int patched, double seconds) {
  /** Column: the model. */
  public static final String MODEL = "model";

  /** Column: mean cross-entropy of the step's images, before it; missing where θ₀ was read. */
  public static final String LOSS = "loss";

  /** Column: what the training took, with reading, opening and storing. */
  public static final String SECONDS = "seconds";

  private static final String FOLDER = "dry-run";
  private static final int TEST_IMAGES = 4;
  private static final int LAYERS = 7;

  /** Below 1, where batch normalisation's statistics are mixed. */
  private static final double ALPHA = .5;

  /** Copies the list. */
  public DryRun {
    missing = List.copyOf(missing);
  }

  /**
   * Trains each model for one step and forgets them again, with live progress where it can be
   * shown.
   *
   * @param study what is tried
   * @param compute where; on Spark it is tried on this machine, with as many workers as usual
   * @return what came of it
   * @throws BadInputException for all that the study itself would fail with, except that images or
   *     a checkpoint are not there; or if another dry run uses the store
   */
  public static DryRun of(Study study, Compute compute) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return of(study, compute, Store.standard(), display);
    }
  }

  /**
   * @param study what is tried
   * @param compute as in {@link #of(Study, Compute)}
   * @param store in which models are kept for the time being
   * @param display is shown how far it is
   * @return what came of it
   * @throws BadInputException as {@link #of(Study, Compute)}
   */
  public static DryRun of(Study study, Compute compute, Store store, ProgressDisplay display) {
    long start = System.nanoTime();
    Path folder = store.folder().resolve(FOLDER);
    try (StoreLock lock = store.lock(FOLDER)) {
      if (!lock.tryTake()) {
        throw new BadInputException("another dry run uses %s: wait for its end".formatted(folder));
      }
      remove(folder);
      DryRun run;
      try {
        run = run(study, compute, Store.at(folder), display, start);
      } catch (RuntimeException failure) {
        // Its message may name the workers' logs: they stay until the next dry run.
        removeAllBut(folder, folder.resolve(Store.LOGS));
        throw failure;
      }
      remove(folder);
      return run;
    }
  }

  private static DryRun run(
      Study study, Compute compute, Store store, ProgressDisplay display, long startNanos) {
    Models models = oneStep(study).train(compute, store, display);
    int layers = Math.min(LAYERS, study.network().layers());
    int patched = patched(models, layers);
    return new DryRun(
        study, missing(study), table(models), patched, (System.nanoTime() - startNanos) / 1e9);
  }

  /** Measures every patched network, as a study of them would; returns how many there are. */
  private static int patched(Models models, int layers) {
    Study study = models.study();
    Evaluation evaluation = models.evaluation();
    for (long seed : study.seeds()) {
      for (Corruption corruption : study.corruptions()) {
        StateDict patched = models.seed(seed).patched(corruption, layers, ALPHA);
        evaluation.accuracy(patched);
        evaluation.accuracy(patched, corruption);
      }
    }
    return study.seeds().size() * study.corruptions().size();
  }

  private static List<String> missing(Study study) {
    return Stream.concat(study.data().missing().stream(), study.pretraining().missing().stream())
        .toList();
  }

  /** The study with a batch for each training and few images for all else. */
  static Study oneStep(Study study) {
    ImageCounts all = study.data().counts();
    Recipe recipe = study.fineTuning().withEpochs(1).withMilestones();
    Pretraining pretraining = study.pretraining();
    int pretrainingImages = 0;
    if (pretraining instanceof Pretraining.Training training) {
      Recipe first = training.recipe().withEpochs(1).withMilestones();
      pretraining = new Pretraining.Training(first);
      pretrainingImages = TrainingImages.forOneStep(first.batchSize(), all.pretraining());
    } else if (pretraining instanceof Pretraining.Backbone || !pretraining.missing().isEmpty()) {
      pretraining = new Pretraining.Untrained();
    }
    ImageCounts few =
        new ImageCounts(
            all.height(),
            all.width(),
            pretrainingImages,
            TrainingImages.forOneStep(recipe.batchSize(), all.fineTuning()),
            Math.min(TEST_IMAGES, all.test()));
    StudyData data =
        study.data().missing().isEmpty()
            ? new FewImages(study.data(), few)
            : StandInData.of(study.data(), few);
    return study.withFineTuning(recipe).withPretraining(pretraining).withData(data);
  }

  private static Table table(Models models) {
    Table table =
        Table.create(
            models.study().name() + ", one step each",
            StringColumn.create(MODEL),
            DoubleColumn.create(LOSS),
            DoubleColumn.create(SECONDS));
    for (ModelSpec spec : models.study().models()) {
      StoredModel model = models.stored(spec);
      table.stringColumn(MODEL).append(spec.toString());
      List<EpochResult> epochs = model.epochs();
      if (epochs.isEmpty()) {
        table.doubleColumn(LOSS).appendMissing();
      } else {
        table.doubleColumn(LOSS).append(epochs.get(0).loss());
      }
      table.doubleColumn(SECONDS).append(model.record().seconds());
    }
    return table;
  }

  /** Empties a folder up to what is to stay, and removes it if nothing is to. */
  private static void removeAllBut(Path folder, Path kept) {
    if (!Files.exists(kept)) {
      remove(folder);
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(file -> !file.equals(kept)).forEach(DryRun::remove);
    } catch (IOException e) {
      throw BadInputException.of("cannot list " + folder, e);
    }
  }

  private static void remove(Path folder) {
    try {
      FolderTree.remove(folder);
    } catch (IOException e) {
      throw BadInputException.of("cannot remove " + folder, e);
    }
  }

  /**
   * @return what was tried and what is missing, for reading, several lines
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d models trained for one step, stored and read back, %d patched, all measured in"
                + " %.0f s\n",
            study.name(),
            models.rowCount(),
            patched,
            seconds));
    missing.forEach(
        lack ->
            text.append("missing, so noise or drawn weights took its place: ")
                .append(lack)
                .append('\n'));
    return text.toString();
  }
}
