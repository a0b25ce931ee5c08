package rwskit.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rwskit.analysis.CsvFile;
import rwskit.corruption.Corruption;
import rwskit.detect.AutoPatchSettings;
import rwskit.detect.DetectorTraining;
import rwskit.detect.ImageStream;
import rwskit.detect.Strength;
import rwskit.experiment.StreamMethod;
import rwskit.experiment.Streams;
import rwskit.study.Models;
import rwskit.study.NamedStudies;
import rwskit.study.Scale;
import rwskit.study.Study;

/**
 * Measures the network that patches itself, and all that it is compared with, on streams of a named
 * study, such as one on photographs; prints the means over corruptions.
 */
@Command(name = "StreamAccuracies", sortOptions = false, mixinStandardHelpOptions = true)
public final class StreamAccuracies implements Runnable {
  @Option(names = "--study", required = true, description = "A name of study list.")
  private String name;

  @Option(names = "--seed", split = ",", description = "Some of its seeds; without it all.")
  private List<Long> seeds;

  @Option(names = "--corruption", split = ",", description = "Some of them; without it all.")
  private List<String> corruptions;

  @Option(
      names = "--unknown",
      split = ",",
      description = "Corruptions that come in place of these, unknown to detector and signatures.")
  private List<String> unknown;

  @Option(
      names = "--kind",
      split = ",",
      description = "How images follow each other: ${COMPLETION-CANDIDATES}.",
      defaultValue = "CONTINUAL")
  private List<ImageStream.Kind> kinds;

  @Option(names = "--batch", split = ",", description = "Images of a batch.", defaultValue = "16")
  private List<Integer> batches;

  @Option(names = "--stretch", description = "Images of a stretch.", defaultValue = "64")
  private int stretch;

  @Option(names = "--clean", description = "Clean images between.", defaultValue = "64")
  private int clean;

  @Option(
      names = "--alpha",
      split = ",",
      description = "The strength at each severity.",
      defaultValue = "1,1,1,1,1")
  private double[] alphas;

  @Option(names = "--layers", description = "Of signatures.", defaultValue = "4")
  private int layers;

  @Option(
      names = "--images",
      description = "On which the detector is trained, of each condition.",
      defaultValue = "200")
  private int images;

  @Option(names = "--csv", required = true, description = "Receives the rows.")
  private Path csv;

  private StreamAccuracies() {}

  /**
   * Measures.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new StreamAccuracies())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public void run() {
    Study study = NamedStudies.get(name, Scale.ofEnvironment());
    if (seeds != null) {
      study = study.withSeeds(seeds.stream().mapToLong(Long::longValue).toArray());
    }
    if (corruptions != null) {
      study = study.withCorruptions(named(corruptions));
    }
    Models models = study.train();
    Streams streams =
        Streams.of(models, AutoPatchSettings.of(Strength.bySeverity(alphas)))
            .detector(DetectorTraining.of(study).withImages(images).train())
            .layers(layers)
            .stretches(stretch, clean)
            .kinds(kinds.toArray(ImageStream.Kind[]::new))
            .batches(batches.stream().mapToInt(Integer::intValue).toArray());
    if (unknown != null) {
      streams =
          streams
              .corruptions(named(unknown))
              .methods(StreamMethod.clean(), StreamMethod.autoPatch());
    }
    CsvFile.write(csv, streams.rows());
    new PrintStream(System.out, true, UTF_8).print(CsvFile.text(streams.summary()));
  }

  private static Corruption[] named(List<String> names) {
    return names.stream().map(Corruption::named).toArray(Corruption[]::new);
  }
}
