package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rwskit.analysis.CsvFile;
import rwskit.corruption.Corruption;
import rwskit.experiment.Patching;
import rwskit.experiment.ShallowLayers;
import rwskit.file.BadInputException;
import rwskit.study.Compute;
import rwskit.study.NamedStudies;
import rwskit.study.Study;
import rwskit.worker.DryRun;
import rwskit.worker.StudyPlan;
import tech.tablesaw.api.Table;

/** {@code rwskit study}: the experiments that the kit knows. */
@Command(
    name = "study",
    description = "Lists, trains and measures studies: θ₀, θ_std and one θ_c for each corruption.",
    mixinStandardHelpOptions = true)
final class StudyCommand {
  private static final int MOST_MINUTES = 60;

  @Spec private CommandSpec spec;

  /** {@code rwskit study list}: one line a study. */
  @Command(
      name = "list",
      description = "Names the studies, the number of their models, data, network and seeds.",
      mixinStandardHelpOptions = true)
  public void list(@Mixin ScaleOption scale) {
    PrintWriter out = spec.commandLine().getOut();
    for (String name : NamedStudies.names()) {
      Study study = scale.study(name);
      out.printf(
          Locale.ROOT, "%-24s %3d models  %s%n", name, study.models().size(), study.caption());
    }
    out.flush();
  }

  /** {@code rwskit study run}: trains what the store lacks. */
  @Command(
      name = "run",
      description = {
        "Trains what the store lacks of some studies.",
        "Run it several times at once and the runs share the work."
      },
      mixinStandardHelpOptions = true)
  void run(
      @Parameters(paramLabel = "NAME", arity = "1..*", description = "as study list names them")
          List<String> names,
      @Option(
              names = "--workers",
              paramLabel = "N",
              description = {
                "processes that train at once; with 1, this one trains",
                "without it one a core"
              })
          Integer workers,
      @Option(
              names = "--spark",
              paramLabel = "MASTER",
              description = {
                "train on this Apache Spark cluster, as spark://host:7077",
                "SPARK_HOME names Spark's folder; all machines share the store and the kit"
              })
          String master,
      @Option(
              names = "--conf",
              paramLabel = "KEY=VALUE",
              description = "of Spark's configuration, for instance spark.cores.max=8")
          Map<String, String> conf,
      @Option(
              names = "--corruption",
              paramLabel = "NAME",
              split = ",",
              description = "train only θ₀, θ_std and these θ_c; without it all")
          List<String> corruptions,
      @Option(
              names = "--dry-run",
              description = {
                "trains each model for one step and forgets it: finds in minutes what would fail",
                "works without images and checkpoint, and says what is missing"
              })
          boolean dry,
      @Mixin ScaleOption scale) {
    if (workers != null && workers < 1) {
      throw new BadInputException("--workers %s: at least 1 was expected".formatted(workers));
    }
    // Every name is looked up before the first training starts.
    List<Study> studies = names.stream().map(name -> some(scale.study(name), corruptions)).toList();
    Compute compute = compute(master, conf, workers);
    if (dry && compute instanceof Compute.Spark) {
      throw new BadInputException("--dry-run is for this machine: leave out --spark");
    }
    for (Study study : studies) {
      if (dry) {
        print(DryRun.of(study, compute));
      } else {
        study.train(compute);
      }
    }
  }

  private static Study some(Study study, List<String> corruptions) {
    return corruptions == null
        ? study
        : study.withCorruptions(
            corruptions.stream().map(Corruption::named).toArray(Corruption[]::new));
  }

  private static Compute compute(String master, Map<String, String> conf, Integer workers) {
    if (master == null) {
      if (conf != null) {
        throw new BadInputException("--conf is for a Spark cluster: --spark MASTER is missing");
      }
      return workers == null ? Compute.usual() : Compute.workers(workers);
    }
    if (workers != null) {
      throw new BadInputException(
          "--workers is for this machine, on Spark say --conf spark.cores.max=" + workers);
    }
    return new Compute.Spark(master, conf == null ? Map.of() : conf);
  }

  /** {@code rwskit study plan}: what a study would take. */
  @Command(
      name = "plan",
      description = {
        "Estimates what a study takes on this machine: models, images, hours, disk, memory.",
        "Measures a short training on noise; needs neither the images nor θ₀'s checkpoint."
      },
      mixinStandardHelpOptions = true)
  public void plan(
      @Parameters(paramLabel = "NAME", description = "as study list names them") String name,
      @Option(
              names = "--minutes",
              paramLabel = "N",
              defaultValue = "1",
              description = "how long to measure, about; default ${DEFAULT-VALUE}")
          double minutes,
      @Option(names = "--csv", paramLabel = "FILE", description = "where the table goes as CSV")
          Path csv,
      @Mixin ScaleOption scale) {
    if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
      throw new BadInputException(
          "--minutes %s: more than 0 and at most %s were expected"
              .formatted(minutes, MOST_MINUTES));
    }
    StudyPlan plan =
        StudyPlan.measure(scale.study(name), Duration.ofMillis((long) (minutes * 60_000)));
    print(plan);
    if (csv != null) {
      CsvFile.write(csv, plan.table());
    }
  }

  private void print(Object report) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(report);
    out.flush();
  }

  /** {@code rwskit study patch}: the paper's main comparison. */
  @Command(
      name = "patch",
      description = {
        "Measures TA and RA of θ_std, of each θ_c and of θ_std patched, on the test images.",
        "Trains what the store lacks first."
      },
      mixinStandardHelpOptions = true)
  public void patch(
      @Parameters(paramLabel = "NAME", description = "as study list names them") String name,
      @Option(
              names = "--layers",
              paramLabel = "K",
              split = ",",
              defaultValue = "2,4,7",
              description = "layers to keep, default ${DEFAULT-VALUE}")
          List<Integer> layers,
      @Option(
              names = "--alpha",
              paramLabel = "A",
              split = ",",
              defaultValue = "0.5,1",
              description = "strengths to apply, default ${DEFAULT-VALUE}")
          List<Double> alphas,
      @Option(
              names = "--corruption",
              paramLabel = "NAME",
              split = ",",
              description = "only these; without it all")
          List<String> corruptions,
      @Option(names = "--csv", paramLabel = "FILE", description = "where the table goes as CSV")
          Path csv,
      @Mixin ScaleOption scale) {
    Study study = some(scale.study(name), corruptions);
    // Refused now rather than after the training.
    layers.forEach(kept -> requireLayer(study, kept));
    alphas.forEach(StudyCommand::requireFinite);
    give(
        Patching.of(study.train())
            .layers(layers.stream().mapToInt(k -> k).toArray())
            .alphas(alphas.stream().mapToDouble(a -> a).toArray())
            .rows(),
        csv);
  }

  /** {@code rwskit study layers}: the paper's first observation. */
  @Command(
      name = "layers",
      description = {
        "Measures how far each θ_c is from θ_std, layer by layer.",
        "Trains what the store lacks first."
      },
      mixinStandardHelpOptions = true)
  public void layers(
      @Parameters(paramLabel = "NAME", description = "as study list names them") String name,
      @Option(names = "--csv", paramLabel = "FILE", description = "where the table goes as CSV")
          Path csv,
      @Mixin ScaleOption scale) {
    give(ShallowLayers.of(scale.study(name).train()).rows(), csv);
  }

  private void give(Table table, Path csv) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(CsvFile.text(table));
    out.flush();
    if (csv != null) {
      CsvFile.write(csv, table);
    }
  }

  private static void requireLayer(Study study, int kept) {
    int layers = study.network().layers();
    if (kept < 1 || kept > layers) {
      throw new BadInputException(
          "--layers %s: the network of %s has layers 1 to %s"
              .formatted(kept, study.name(), layers));
    }
  }

  private static void requireFinite(double alpha) {
    if (!Float.isFinite((float) alpha)) {
      throw new BadInputException("--alpha %s: a finite number was expected".formatted(alpha));
    }
  }
}
