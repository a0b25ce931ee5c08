package rwskit.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import rwskit.evaluation.PairedBootstrap;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.file.BadInputException;
import rwskit.method.Method;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Layers;
import rwskit.study.Models;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Table;

/**
 * Robust Weight Signatures beside what they have to be compared with: methods on the same networks,
 * layers and strengths, measured on the same images. At home, carried to another data set, on
 * adapted backbones, for two corruptions or all of them at once, and with few bits.
 *
 * <p>Rows: one for each seed, corruption, method, number of layers, α and bits, in {@link
 * Columns#SETTING}, {@link Columns#DATA}, {@link Columns#FROM}, {@link Columns#SEED}, {@link
 * Columns#CORRUPTION}, {@link Columns#METHOD}, {@link Columns#LAYERS} (missing where a method
 * changes the whole network), {@link Columns#ALPHA}, {@link Columns#BITS}, {@link Columns#TA},
 * {@link Columns#RA}, {@link Columns#VALIDATION_TA}, {@link Columns#VALIDATION_RA}, {@link
 * Columns#GAP_CLOSED}, {@link Columns#MCE}, {@link Columns#BYTES}, {@link Columns#SECONDS}; and of
 * the backbone ({@link Columns#STANDARD}) and of θ_c ({@link Columns#ROBUST}), which no method
 * made. Of a method that draws, accuracies are means over draws.
 *
 * <p>Figure: of one comparison RA against TA, a line for each method along which α grows, at the
 * largest measured number of layers; of several joined the share of the gap that each method closes
 * in each.
 *
 * <p>Layers and strengths are chosen by {@link #chosen} on validation images, by one rule for every
 * method: the highest mean of TA and RA over corruptions and seeds.
 */
public final class Comparison extends Experiment {
  private final ComparisonSetting setting;
  private final Choices choices;
  private final List<Comparison> parts;
  private final Map<ComparisonKey, RightImages> right = new ConcurrentHashMap<>();

  /** What varies. */
  record Choices(
      List<Candidate> candidates, List<Integer> layers, List<Double> alphas, List<Integer> bits) {}

  private Comparison(ComparisonSetting setting, Choices choices, List<Comparison> parts) {
    super(setting.target(), parts);
    this.setting = setting;
    this.choices = choices;
    this.parts = parts;
  }

  private static Comparison of(ComparisonSetting setting, String... methods) {
    return new Comparison(
        setting,
        new Choices(
            Arrays.stream(methods).map(Candidate::of).toList(),
            List.of(4),
            List.of(.25, .5, .75, 1.0),
            List.of(ComparisonRun.FLOAT_BITS)),
        List.of());
  }

  /**
   * Each θ_std is to withstand one corruption, with the networks of its own study.
   *
   * @param models to be measured
   * @return RWS, task arithmetic, copied layers and a random direction, four layers, α of a quarter
   *     to 1
   */
  public static Comparison of(Models models) {
    return of(ComparisonSetting.home(models), "rws", "task-arithmetic", "copy", "random");
  }

  /**
   * The networks that the methods are given are of other images than those that are tested.
   *
   * @param source whose θ₀, θ_std and θ_c the methods are given
   * @param target models of the same network on other images, whose θ_std is changed and measured
   * @return RWS, task arithmetic, copied layers, the difference of θ_c and θ_std and a random
   *     direction, four layers, α of a quarter to 1
   * @throws BadInputException if they have no corruption in common
   */
  public static Comparison transfer(Models source, Models target) {
    return of(
        ComparisonSetting.transfer(source, target),
        "rws",
        "task-arithmetic",
        "copy",
        "difference",
        "random");
  }

  /**
   * θ_std is trained further before it is changed; the networks that the methods are given are from
   * before. The further trainings are kept in the models' store.
   *
   * @param origin whose θ_std is trained further
   * @param target of whose images and by whose recipe; may be the same
   * @param epochs for how many further epochs, at least 1
   * @return the methods of {@link #transfer}
   * @throws BadInputException if they have no corruption in common, or there are fewer epochs
   */
  public static Comparison adapted(Models origin, Models target, int epochs) {
    return of(
        ComparisonSetting.adapted(origin, target, epochs),
        "rws",
        "task-arithmetic",
        "copy",
        "difference",
        "random");
  }

  /**
   * One network is to withstand two corruptions: RA is the mean over images with the one, with the
   * other, and with both.
   *
   * @param models to be measured
   * @return all pairs of their corruptions; RWS, task arithmetic, differences, TIES, model stock,
   *     TSV-M and Iso-C, four layers, α of a quarter to 1
   * @throws BadInputException if there are fewer than two corruptions
   */
  public static Comparison pairs(Models models) {
    return several(ComparisonSetting.pairs(models));
  }

  /**
   * One network is to withstand all of a study's corruptions: RA is the mean over them.
   *
   * @param models to be measured
   * @return the methods of {@link #pairs}, four layers, α of a quarter to 1; sums of many want less
   * @throws BadInputException if there are fewer than two corruptions
   */
  public static Comparison together(Models models) {
    return several(ComparisonSetting.together(models));
  }

  private static Comparison several(ComparisonSetting setting) {
    return of(
        setting, "rws", "task-arithmetic", "difference", "ties", "model-stock", "tsv-m", "iso-c");
  }

  /**
   * @param compared which; {@code rws} among them is what the others are compared with
   * @return the experiment with those
   * @throws BadInputException if two have one name
   */
  public Comparison methods(Candidate... compared) {
    List<String> names = Arrays.stream(compared).map(Candidate::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new BadInputException("methods %s: expected each name once".formatted(names));
    }
    return with(new Choices(List.of(compared), choices.layers, choices.alphas, choices.bits));
  }

  /**
   * @param compared which
   * @return the experiment with those
   * @throws BadInputException if one is there twice
   */
  public Comparison methods(Method... compared) {
    return methods(Arrays.stream(compared).map(Candidate::of).toArray(Candidate[]::new));
  }

  /**
   * @param chosen which corruptions, or of which all pairs are taken
   * @return the experiment with those
   */
  public Comparison corruptions(Corruption... chosen) {
    requireSingle();
    return new Comparison(setting.with(List.of(chosen)), choices, parts);
  }

  /**
   * @param first which numbers of first layers a method may change
   * @return the experiment with those
   * @throws BadInputException if the network has fewer
   */
  public Comparison layers(int... first) {
    for (int count : first) {
      // Refused before anything is measured.
      Layers.first(models.standard(), count);
    }
    return with(
        new Choices(
            choices.candidates,
            Arrays.stream(first).boxed().toList(),
            choices.alphas,
            choices.bits));
  }

  /**
   * @param strengths α, other than 0; with batch normalisation none below 0
   * @return the experiment with those
   */
  public Comparison alphas(double... strengths) {
    return with(
        new Choices(
            choices.candidates,
            choices.layers,
            Arrays.stream(strengths).boxed().toList(),
            choices.bits));
  }

  /**
   * @param numbers of bits that what is stored is quantised to (linear, each tensor on its own), 2
   *     to 16; 32 for not at all
   * @return the experiment with those
   */
  public Comparison bits(int... numbers) {
    return with(
        new Choices(
            choices.candidates,
            choices.layers,
            choices.alphas,
            Arrays.stream(numbers).boxed().toList()));
  }

  private Comparison with(Choices other) {
    requireSingle();
    return new Comparison(setting, other, parts);
  }

  /**
   * @param other another comparison
   * @return both, one after the other in rows and tables
   * @throws BadInputException if both are of the same data and of networks that were made in
   *     different ways: no column would tell their rows apart
   */
  public Comparison and(Comparison other) {
    return new Comparison(setting, choices, joined(this, parts, other));
  }

  @Override
  List<Object> dependsOn() {
    return List.of(trained(setting.source()), trained(setting.target()), setting.epochs());
  }

  @Override
  String place() {
    return "%s, %s from %s"
        .formatted(
            setting.label(),
            setting.target().study().data().label(),
            setting.source().study().data().label());
  }

  @Override
  Table measure(ProgressDisplay display) {
    LongFunction<Optional<StateDict>> mixtures =
        choices.candidates.stream().anyMatch(Candidate::takesMixture)
            ? MixtureTraining.train(setting.source(), display)
            : seed -> Optional.empty();
    List<ComparisonCase> cases = setting.cases(mixtures, display);
    Measurement measurement = new Measurement(models, "methods, " + setting.label(), display);
    ComparisonRun run = new ComparisonRun(setting, choices, measurement, right);
    List<Supplier<Table>> parts = cases.stream().map(run::rowsOf).toList();
    return measurement.inParallel(ComparisonRows.empty(), parts, run.accuraciesOfACase());
  }

  /**
   * Every method at every number of layers, α and bits: means over corruptions. {@link
   * Columns#MEGABYTES} is what has to be stored beside θ_std for all corruptions; {@link
   * Columns#MCE} takes the backbone for reference; {@link Columns#GAP_CLOSED} is of the mean RA.
   *
   * @return a row for each, ± one standard deviation over seeds
   */
  @Override
  public Table summary() {
    return ComparisonTables.summary(rows(), shared());
  }

  /**
   * @return a row for each setting, method and number of layers: the seconds to make and apply its
   *     change, training included where it trains; of a machine that measures several at once
   */
  public Table costs() {
    return ComparisonTables.costs(rows());
  }

  /**
   * Every method at the layers and α that were best on validation images, beside RWS at its own:
   * the difference in TA, in RA and in the mean of both, each with the 95 % interval of the {@link
   * PairedBootstrap} over images and seeds. {@link Columns#P} is of the mean of both, corrected by
   * Holm's procedure for all rows of the table.
   *
   * @return a row for each setting, number of bits and method; no differences where RWS was not
   *     measured
   */
  public Table chosen() {
    return ComparisonTables.paired(comparisons(ComparisonChoice::byValidation));
  }

  /**
   * The same with equal layers and strength for every method.
   *
   * @param layers one of the measured numbers
   * @param alpha one of the measured strengths
   * @return as {@link #chosen}; methods that change the whole network are in it with that α
   * @throws BadInputException if that was not measured
   */
  public Table at(int layers, double alpha) {
    for (Comparison part : parts()) {
      if (!part.choices.layers.contains(layers) || !part.choices.alphas.contains(alpha)) {
        throw new BadInputException(
            "%s layers at α = %s were not measured, but %s layers at α of %s"
                .formatted(layers, alpha, part.choices.layers, part.choices.alphas));
      }
    }
    return ComparisonTables.paired(comparisons(rows -> ComparisonChoice.at(rows, layers, alpha)));
  }

  private List<PairedComparison> comparisons(Function<Table, List<ComparisonChoice>> choosing) {
    List<PairedComparison> all = new ArrayList<>();
    for (Comparison part : parts()) {
      Table rows = part.rows();
      all.addAll(PairedComparison.all(rows, choosing.apply(rows), part.right));
    }
    return all;
  }

  private List<Comparison> parts() {
    return parts.isEmpty()
        ? List.of(this)
        : parts.stream().flatMap(part -> part.parts().stream()).toList();
  }

  /** Methods that are stored once for all corruptions. */
  private Set<String> shared() {
    return parts().stream()
        .flatMap(part -> part.choices.candidates.stream())
        .filter(Candidate::takesMixture)
        .map(Candidate::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  Figure drawn(String title) {
    return parts.isEmpty() ? Figures.methods(rows(), title) : Figures.comparison(chosen(), title);
  }
}
