package rwskit.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.detect.AutoPatchSettings;
import rwskit.detect.Detector;
import rwskit.detect.ImageStream;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.study.Models;
import rwskit.weights.StateDict;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Networks on streams of images whose condition changes and that nobody names: the network that
 * patches itself beside others, on the same images in the same order. As the field of test-time
 * adaptation measures it; see {@link ImageStream}.
 *
 * <p>Rows: one for each setting, number of images a batch, seed, method and corruption ({@link
 * Columns#CLEAN} of clean stretches), over all severities that the corruption comes with, in {@link
 * Columns#DATA}, {@link Columns#SETTING}, {@link Columns#SEVERITIES}, {@link Columns#BATCH}, {@link
 * Columns#METHOD}, {@link Columns#SEED}, {@link Columns#CORRUPTION}, {@link Columns#ACCURACY}. A
 * seed decides the order of the images too.
 */
public final class Streams extends Experiment {
  private final Choices choices;
  private final List<Streams> parts;

  /** Of seeds and numbers of layers; shared by all that are made of one, as patches are dear. */
  private final Map<List<Object>, StreamWeights> patched;

  /**
   * What varies.
   *
   * @param pattern of the streams, but for kind, images of a batch and seed
   */
  private record Choices(
      List<ImageStream.Kind> kinds,
      List<Integer> batches,
      ImageStream pattern,
      List<StreamMethod> methods,
      int layers,
      AutoPatchSettings settings,
      Optional<Detector> detector) {
    Choices with(ImageStream other) {
      return new Choices(kinds, batches, other, methods, layers, settings, detector);
    }
  }

  private Streams(
      Models models,
      Choices choices,
      List<Streams> parts,
      Map<List<Object>, StreamWeights> patched) {
    super(models, parts);
    this.choices = choices;
    this.parts = parts;
    this.patched = patched;
  }

  /**
   * @param models to be measured
   * @param settings of the networks that patch themselves
   * @return the continual setting, batches of 16, severity 5, stretches of 200 images, as many
   *     clean ones between, all of the study's corruptions, four layers, all methods that need no
   *     further training, and a detector that is trained when it is measured
   */
  public static Streams of(Models models, AutoPatchSettings settings) {
    return new Streams(
        models,
        new Choices(
            List.of(ImageStream.Kind.CONTINUAL),
            List.of(16),
            ImageStream.of(ImageStream.Kind.CONTINUAL, models.study().corruptions(), 200, 16)
                .withClean(200),
            StreamMethod.all(models),
            4,
            settings,
            Optional.empty()),
        List.of(),
        new ConcurrentHashMap<>());
  }

  private Streams with(Choices chosen) {
    requireSingle();
    return new Streams(models, chosen, parts, patched);
  }

  /**
   * @param some how images follow each other
   * @return the experiment with those
   */
  public Streams kinds(ImageStream.Kind... some) {
    Choices c = choices;
    return with(
        new Choices(
            List.of(some), c.batches, c.pattern, c.methods, c.layers, c.settings, c.detector));
  }

  /**
   * @param images of a batch, at least 1
   * @return the experiment with batches of so many
   */
  public Streams batches(int... images) {
    Choices c = choices;
    List<Integer> sizes = Arrays.stream(images).boxed().toList();
    return with(
        new Choices(c.kinds, sizes, c.pattern, c.methods, c.layers, c.settings, c.detector));
  }

  /**
   * @param levels severities of each corruption, a stretch for each
   * @return the experiment with those
   */
  public Streams severities(Integer... levels) {
    return with(choices.with(choices.pattern.withSeverities(levels)));
  }

  /**
   * @param images of a stretch, at least 1
   * @param clean images of a clean stretch before each corruption and at the end; 0 for none
   * @return the experiment with those
   */
  public Streams stretches(int images, int clean) {
    return with(
        choices.with(
            ImageStream.of(choices.pattern.kind(), choices.pattern.corruptions(), images, 1)
                .withSeverities(choices.pattern.severities().toArray(Integer[]::new))
                .withClean(clean)));
  }

  /**
   * @param coming in this order; may be others than the study's, for which there is no signature
   *     and no {@link StreamMethod#oracle}
   * @return the experiment with those
   */
  public Streams corruptions(Corruption... coming) {
    return with(
        choices.with(
            ImageStream.of(choices.pattern.kind(), List.of(coming), choices.pattern.stretch(), 1)
                .withSeverities(choices.pattern.severities().toArray(Integer[]::new))
                .withClean(choices.pattern.clean())));
  }

  /**
   * @param compared what predicts
   * @return the experiment with those
   */
  public Streams methods(StreamMethod... compared) {
    Choices c = choices;
    return with(
        new Choices(
            c.kinds, c.batches, c.pattern, List.of(compared), c.layers, c.settings, c.detector));
  }

  /**
   * @param first how many of the first layers of signatures
   * @return the experiment with those
   */
  public Streams layers(int first) {
    Choices c = choices;
    return with(
        new Choices(c.kinds, c.batches, c.pattern, c.methods, first, c.settings, c.detector));
  }

  /**
   * @param known trained before
   * @return the experiment with that detector
   */
  public Streams detector(Detector known) {
    Choices c = choices;
    return with(
        new Choices(
            c.kinds, c.batches, c.pattern, c.methods, c.layers, c.settings, Optional.of(known)));
  }

  /**
   * @param other streams
   * @return both, one after the other in rows and summary
   * @throws BadInputException if both are of the same data and of networks that were made in
   *     different ways: no column would tell their rows apart
   */
  public Streams and(Streams other) {
    return new Streams(models, choices, joined(this, parts, other), patched);
  }

  @Override
  Table measure(ProgressDisplay display) {
    requirePossible();
    Table table =
        Table.create(
            "streams",
            StringColumn.create(Columns.DATA),
            StringColumn.create(Columns.SETTING),
            StringColumn.create(Columns.SEVERITIES),
            IntColumn.create(Columns.BATCH),
            StringColumn.create(Columns.METHOD),
            LongColumn.create(Columns.SEED),
            StringColumn.create(Columns.CORRUPTION));
    Measurement.addColumns(table, Columns.ACCURACY);
    LongFunction<Optional<StateDict>> mixture =
        needs(StreamMethod.Needs.MIXTURE)
            ? MixtureTraining.train(models, display)
            : seed -> Optional.empty();
    Detector detector =
        needs(StreamMethod.Needs.DETECTOR)
            ? choices.detector.orElseGet(() -> Detector.train(models.study()))
            : null;
    Measurement measurement = new Measurement(models, "streams", display);
    ImageSet test = models.study().data().test();
    List<Supplier<Table>> runs = new ArrayList<>();
    for (long seed : models.study().seeds()) {
      Models here = models.seed(seed);
      StreamContext context =
          new StreamContext(here, detector, patched(here), choices.settings, mixture);
      for (ImageStream.Kind kind : choices.kinds) {
        for (int batch : choices.batches) {
          ImageStream stream = stream(kind, batch, seed);
          runs.add(() -> rows(table.emptyCopy(), stream, test, context, measurement));
        }
      }
    }
    return measurement.inParallel(table, runs, choices.methods.size());
  }

  private StreamWeights patched(Models here) {
    return patched.computeIfAbsent(
        List.of(here.seed(), choices.layers), any -> new StreamWeights(here, choices.layers));
  }

  private boolean needs(StreamMethod.Needs what) {
    return choices.methods.stream().anyMatch(method -> method.needs() == what);
  }

  private void requirePossible() {
    if (needs(StreamMethod.Needs.BATCH_NORM) && !models.study().network().hasBatchNorm()) {
      throw new BadInputException(
          "%s has no batch normalisation, which some of %s adapt; leave them out"
              .formatted(models.study().network(), choices.methods));
    }
  }

  private ImageStream stream(ImageStream.Kind kind, int batch, long seed) {
    ImageStream pattern = choices.pattern;
    return new ImageStream(
        kind,
        pattern.corruptions(),
        pattern.severities(),
        pattern.stretch(),
        pattern.clean(),
        batch,
        seed);
  }

  private Table rows(
      Table table,
      ImageStream stream,
      ImageSet test,
      StreamContext context,
      Measurement measurement) {
    Map<StreamMethod, StreamTally> tallies = new LinkedHashMap<>();
    for (StreamMethod method : choices.methods) {
      tallies.put(method, new StreamTally());
    }
    Map<StreamMethod, StreamPredictor> open = new LinkedHashMap<>();
    try {
      choices.methods.forEach(method -> open.put(method, method.open(context)));
      int[] stretch = {0};
      stream.run(
          test,
          models.study().setting(test),
          batch -> {
            boolean told = stream.kind() == ImageStream.Kind.RESET && batch.stretch() != stretch[0];
            stretch[0] = batch.stretch();
            open.forEach(
                (method, predictor) -> {
                  if (told) {
                    predictor.reset();
                  }
                  tallies.get(method).add(batch, predictor.predict(batch));
                });
          });
    } finally {
      open.values().forEach(StreamPredictor::close);
    }
    tallies.forEach(
        (method, tally) -> {
          tally.addTo(table, row -> describe(row, stream, method, context.models().seed()));
          measurement.counted(tally.images());
        });
    return table;
  }

  private void describe(Row row, ImageStream stream, StreamMethod method, long seed) {
    row.setString(Columns.DATA, models.study().data().label());
    row.setString(Columns.SETTING, stream.kind().name().toLowerCase(Locale.ROOT));
    row.setString(
        Columns.SEVERITIES,
        stream.severities().stream().map(level -> "" + level).collect(Collectors.joining(" ")));
    row.setInt(Columns.BATCH, stream.batchSize());
    row.setString(Columns.METHOD, method.toString());
    row.setLong(Columns.SEED, seed);
  }

  /**
   * @return a row for each setting, number of images a batch and method: TA on the clean stretches
   *     and RA as the mean over corruptions
   */
  @Override
  public Table summary() {
    GroupedMeans<Place> means = new GroupedMeans<>();
    for (Row row : rows()) {
      Place place =
          new Place(
              row.getString(Columns.DATA),
              row.getString(Columns.SETTING),
              row.getString(Columns.SEVERITIES),
              row.getInt(Columns.BATCH),
              row.getString(Columns.METHOD));
      boolean clean = row.getString(Columns.CORRUPTION).equals(Columns.CLEAN);
      means.add(place, clean ? Columns.TA : Columns.RA, row, row.getDouble(Columns.ACCURACY));
    }
    List<Place> places = means.groups().stream().distinct().toList();
    Table table =
        Table.create(
            "streams, %",
            StringColumn.create(Columns.DATA, places.stream().map(Place::data)),
            StringColumn.create(Columns.SETTING, places.stream().map(Place::setting)),
            StringColumn.create(Columns.SEVERITIES, places.stream().map(Place::severities)),
            IntColumn.create(Columns.BATCH, places.stream().mapToInt(Place::batch).toArray()),
            StringColumn.create(Columns.METHOD, places.stream().map(Place::method)));
    return means.appendTo(table, places, List.of(Columns.TA, Columns.RA));
  }

  /** What the rows of the summary are of. */
  private record Place(String data, String setting, String severities, int batch, String method) {}

  @Override
  List<String> tested() {
    String images = models.study().testCaption();
    return List.of(images.substring(0, images.length() - 1) + ", from which streams are taken.");
  }

  @Override
  Figure drawn(String title) {
    return Figures.streams(rows(), title);
  }

  /**
   * One stream through time: that of the first seed, kind and number of images a batch, with a row
   * for each batch.
   *
   * @return the trace
   */
  public StreamTrace trace() {
    requireSingle();
    Models first = models.seed(models.study().seeds().get(0));
    ImageStream stream = stream(choices.kinds.get(0), choices.batches.get(0), first.seed());
    Detector detector = choices.detector.orElseGet(() -> Detector.train(models.study()));
    return StreamTrace.of(first, stream, detector, patched(first).signatures(), choices.settings);
  }
}
