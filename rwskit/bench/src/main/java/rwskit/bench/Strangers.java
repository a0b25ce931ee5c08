package rwskit.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import rwskit.analysis.CsvFile;
import rwskit.analysis.Similarity;
import rwskit.checkpoint.Checkpoint;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Evaluation;
import rwskit.signature.Patch;
import rwskit.study.Models;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.training.Recipe;
import rwskit.weights.StateDict;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What signatures do to networks that others trained for another purpose, the {@link
 * CertifiedNetwork}s, on CIFAR-10 (JPEG-recoded), 1,000 test images, severity 5, one seed. Writes
 * strangers-as-published.csv, strangers-own.csv, strangers-carried.csv and strangers-cosines.csv;
 * the models are kept in the store, so that it goes on where it was stopped.
 */
public final class Strangers {
  /** Of which there are signatures of both resnet4b. */
  private static final List<Corruption> CARRIED =
      List.of(Corruption.GAUSSIAN_NOISE, Corruption.FOG, Corruption.CONTRAST);

  private static final int TEST_IMAGES = 1000;
  private static final int PRETRAINING_EPOCHS = 4;

  private static final Corruption[] CORRUPTIONS = {
    Corruption.GAUSSIAN_NOISE,
    Corruption.DEFOCUS_BLUR,
    Corruption.FOG,
    Corruption.CONTRAST,
    Corruption.JPEG_COMPRESSION
  };

  private final Path models;

  private Strangers(Path models) {
    this.models = models;
  }

  /**
   * @param arguments a copy of the repository's folder complete_verifier/models, and where the
   *     tables go
   */
  public static void main(String[] arguments) {
    Strangers strangers = new Strangers(Path.of(arguments[0]));
    Path out = Path.of(arguments[1]);
    CsvFile.write(out.resolve("strangers-as-published.csv"), strangers.asPublished());
    Models published = strangers.published(CertifiedNetwork.RESNET4B).train();
    CsvFile.write(out.resolve("strangers-own.csv"), own(published));
    Models fromNothing = strangers.fromNothing(CertifiedNetwork.RESNET4B).train();
    CsvFile.write(out.resolve("strangers-carried.csv"), carried(published, fromNothing));
    CsvFile.write(out.resolve("strangers-cosines.csv"), cosines(published, fromNothing));
  }

  /** θ₀ is the published file. */
  private Study published(CertifiedNetwork each) {
    return Study.named("published-resnet20")
        .withNetwork(each.network())
        .withPretraining(each.file(models))
        .withCorruptions(CORRUPTIONS)
        .withTestImages(TEST_IMAGES);
  }

  /** θ₀ is of the kit's training from nothing, on one half of the training images. */
  private Study fromNothing(CertifiedNetwork each) {
    return Study.named("cifar10-vgg16-quarter")
        .withNetwork(each.network())
        .withPretraining(
            new Pretraining.Training(
                Recipe.SMALL_CIFAR_PRETRAINING.withEpochs(PRETRAINING_EPOCHS).withMilestones(3)))
        .withFineTuning(published(each).fineTuning())
        .withCorruptions(CARRIED.toArray(Corruption[]::new))
        .withTestImages(TEST_IMAGES);
  }

  private Table asPublished() {
    Table table = table("as published, accuracy in percent", "network", "TA");
    for (Corruption corruption : CORRUPTIONS) {
      table.addColumns(StringColumn.create("RA " + corruption.label()));
    }
    for (CertifiedNetwork each : CertifiedNetwork.values()) {
      Evaluation test = published(each).evaluation();
      StateDict weights = Checkpoint.read(each.file(models));
      List<String> row = new ArrayList<>(List.of(each.label(), "" + test.accuracy(weights)));
      for (Corruption corruption : CORRUPTIONS) {
        row.add("" + test.accuracy(weights, corruption));
      }
      append(table, row);
    }
    return table;
  }

  /** Signatures of the published network itself, fine-tuned. */
  private static Table own(Models published) {
    Table table =
        table(
            "resnet4b with its own signatures, accuracy in percent",
            "corruption",
            "TA standard",
            "TA patched",
            "RA published",
            "RA standard",
            "RA patched",
            "RA robust");
    Evaluation test = published.evaluation();
    StateDict standard = published.standard();
    for (Corruption corruption : CORRUPTIONS) {
      StateDict patched = patched(standard, published, corruption);
      append(
          table,
          List.of(
              corruption.label(),
              "" + test.accuracy(standard),
              "" + test.accuracy(patched),
              "" + test.accuracy(published.pretrained(), corruption),
              "" + test.accuracy(standard, corruption),
              "" + test.accuracy(patched, corruption),
              "" + test.accuracy(published.robust(corruption), corruption)));
    }
    return table;
  }

  /** Signatures of one resnet4b put on the other: they have an architecture in common, no θ₀. */
  private static Table carried(Models published, Models fromNothing) {
    Table table =
        table(
            "signatures of another resnet4b, RA in percent",
            "signatures onto",
            "corruption",
            "RA standard",
            "RA carried",
            "RA wrong, carried",
            "RA own",
            "RA robust");
    appendCarried(table, "published, from the kit's", published, fromNothing);
    appendCarried(table, "the kit's, from published", fromNothing, published);
    return table;
  }

  /** How alike the two networks' signatures are, of all layers. */
  private static Table cosines(Models published, Models fromNothing) {
    int layers = published.study().network().layers();
    return Similarity.summary(
        Similarity.between(published.signatures(layers), fromNothing.signatures(layers)));
  }

  private static void appendCarried(Table table, String label, Models onto, Models from) {
    Evaluation test = onto.evaluation();
    for (int i = 0; i < CARRIED.size(); i++) {
      Corruption corruption = CARRIED.get(i);
      Corruption wrong = CARRIED.get((i + 1) % CARRIED.size());
      Function<StateDict, String> ra = weights -> "" + test.accuracy(weights, corruption);
      append(
          table,
          List.of(
              label,
              corruption.label(),
              ra.apply(onto.standard()),
              ra.apply(patched(onto.standard(), from, corruption)),
              ra.apply(patched(onto.standard(), from, wrong)),
              ra.apply(patched(onto.standard(), onto, corruption)),
              ra.apply(onto.robust(corruption))));
    }
  }

  private static StateDict patched(StateDict onto, Models from, Corruption corruption) {
    return Patch.of(onto).add(from.signature(corruption)).weights();
  }

  private static Table table(String name, String... columns) {
    Table table = Table.create(name);
    for (String column : columns) {
      table.addColumns(StringColumn.create(column));
    }
    return table;
  }

  private static void append(Table table, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      table.stringColumn(i).append(values.get(i));
    }
  }
}
