package rwskit.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.file.BadInputException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Whether a signature tells its corruption: Tribuo's multinomial logistic regression learns the
 * names of corruptions from signatures and is tested on signatures of trainings that it has not
 * seen. Its features are {@value #DIMENSIONS} random projections of each signature's direction.
 */
public final class Discriminability {
  /** Column: what the classifier saw, such as {@code signature}. */
  public static final String FEATURES = "features";

  /** Column: which samples were tested on a classifier that had not seen them. */
  public static final String HELD_OUT = "held out";

  /** Column: how many samples were tested. */
  public static final String SAMPLES = "samples";

  /** Column: how many of them got their corruption's name, percent. */
  public static final String ACCURACY = "accuracy";

  /** Column: how many got a corruption of the right family, percent. */
  public static final String FAMILY = "family right";

  /** Column: the accuracy of guessing, percent. */
  public static final String CHANCE = "chance";

  private static final int DIMENSIONS = 512;
  private static final int EPOCHS = 30;
  private static final double LEARNING_RATE = .5;
  private static final int NO_LOGGING = -1;
  private static final long SEED = 1;
  private static final String[] NAMES = names();

  private Discriminability() {}

  /**
   * Each seed in turn is held out: the classifier learns from the others.
   *
   * @param features what the samples' directions are, for the table
   * @param samples of at least two seeds
   * @return a row for each seed and last one for all, with 95 % bootstrap intervals
   * @throws BadInputException if there is only one seed
   */
  public static Table acrossSeeds(String features, List<SignatureSample> samples) {
    return crossValidated(features, "seed", samples, SignatureSample::seed);
  }

  /**
   * Each severity in turn is held out: the classifier learns from the others.
   *
   * @param features what the samples' directions are, for the table
   * @param samples of at least two severities
   * @return a row for each severity and last one for all, with 95 % bootstrap intervals
   * @throws BadInputException if there is only one severity
   */
  public static Table acrossSeverities(String features, List<SignatureSample> samples) {
    return crossValidated(features, "severity", samples, SignatureSample::severity);
  }

  private static Table crossValidated(
      String features,
      String kind,
      List<SignatureSample> samples,
      ToLongFunction<SignatureSample> fold) {
    long[] folds = samples.stream().mapToLong(fold).distinct().sorted().toArray();
    if (folds.length < 2) {
      throw new BadInputException(
          "cross-validation across %s needs samples of at least two, found %s in %s samples"
              .formatted(
                  kind.equals("seed") ? "seeds" : "severities", folds.length, samples.size()));
    }
    Table table =
        Table.create(
            "naming the corruption",
            StringColumn.create(FEATURES),
            StringColumn.create(HELD_OUT),
            IntColumn.create(SAMPLES),
            DoubleColumn.create(ACCURACY),
            DoubleColumn.create(ACCURACY + " low"),
            DoubleColumn.create(ACCURACY + " high"),
            DoubleColumn.create(FAMILY),
            DoubleColumn.create(CHANCE));
    List<Corruption> predicted = new ArrayList<>();
    List<Corruption> actual = new ArrayList<>();
    List<Projected> projected = samples.stream().map(Projected::of).toList();
    for (long held : folds) {
      List<Projected> test =
          projected.stream().filter(one -> fold.applyAsLong(one.sample) == held).toList();
      List<Projected> train =
          projected.stream().filter(one -> fold.applyAsLong(one.sample) != held).toList();
      List<Corruption> names = predict(train, test);
      List<Corruption> truth = test.stream().map(one -> one.sample.corruption()).toList();
      add(table, features, kind + " " + held, names, truth);
      predicted.addAll(names);
      actual.addAll(truth);
    }
    add(table, features, "each " + kind + " in turn", predicted, actual);
    return table;
  }

  /** A sample and its features, which all folds share. */
  private record Projected(SignatureSample sample, double[] features) {
    static Projected of(SignatureSample sample) {
      return new Projected(sample, sample.vector().projected(DIMENSIONS));
    }

    Example<Label> example() {
      return new ArrayExample<>(new Label(sample.corruption().label()), NAMES, features);
    }
  }

  private static List<Corruption> predict(List<Projected> train, List<Projected> test) {
    TribuoLog.warningsOnly();
    LabelFactory labels = new LabelFactory();
    MutableDataset<Label> examples =
        new MutableDataset<>(new SimpleDataSourceProvenance("signatures", labels), labels);
    train.forEach(one -> examples.add(one.example()));
    var trainer =
        new LinearSGDTrainer(
            new LogMulticlass(), new AdaGrad(LEARNING_RATE), EPOCHS, NO_LOGGING, SEED);
    var model = trainer.train(examples);
    return test.stream()
        .map(one -> Corruption.named(model.predict(one.example()).getOutput().getLabel()))
        .toList();
  }

  private static String[] names() {
    String[] names = new String[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      names[i] = String.format(Locale.ROOT, "%04d", i);
    }
    return names;
  }

  private static void add(
      Table table,
      String features,
      String held,
      List<Corruption> predicted,
      List<Corruption> actual) {
    int[] names = predicted.stream().mapToInt(Enum::ordinal).toArray();
    int[] truth = actual.stream().mapToInt(Enum::ordinal).toArray();
    int[] families = predicted.stream().mapToInt(one -> one.family().ordinal()).toArray();
    int[] trueFamilies = actual.stream().mapToInt(one -> one.family().ordinal()).toArray();
    Accuracy accuracy = Accuracy.of(names, truth);
    table.stringColumn(FEATURES).append(features);
    table.stringColumn(HELD_OUT).append(held);
    table.intColumn(SAMPLES).append(actual.size());
    table.doubleColumn(ACCURACY).append(accuracy.percent());
    table.doubleColumn(ACCURACY + " low").append(accuracy.low());
    table.doubleColumn(ACCURACY + " high").append(accuracy.high());
    table.doubleColumn(FAMILY).append(Accuracy.of(families, trueFamilies).percent());
    table.doubleColumn(CHANCE).append(100.0 / actual.stream().distinct().count());
  }
}
