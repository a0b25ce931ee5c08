package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rwskit.corruption.Corruption;
import rwskit.detect.Detector;
import rwskit.detect.DetectorTraining;
import rwskit.file.Printable;

/** {@code rwskit detector}: what tells corruptions apart. */
@Command(
    name = "detector",
    description = "Trains what autopatch tells corruptions apart by.",
    mixinStandardHelpOptions = true)
final class DetectorCommand {
  @Spec private CommandSpec spec;

  /** {@code rwskit detector train}: from the images of a study; no network is needed. */
  @Command(
      name = "train",
      description = {
        "Trains a detector on a study's training images, clean and with each of its corruptions.",
        "Thresholds are set on validation images. Needs no trained models; takes a minute or two."
      },
      mixinStandardHelpOptions = true)
  public void train(
      @Option(
              names = "--study",
              required = true,
              paramLabel = "NAME",
              description = "whose images, as study list names them")
          String name,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "DIR",
              description = "the folder of the signatures; receives two files")
          Path out,
      @Option(
              names = "--corruption",
              paramLabel = "NAME",
              split = ",",
              description = "those it is to know; without it the study's")
          List<String> corruptions,
      @Option(
              names = "--images",
              paramLabel = "N",
              description =
                  "training images of each condition at most, as many validation images;"
                      + " default 500")
          Integer images,
      @Option(
              names = "--false-alarms",
              paramLabel = "RATE",
              description = "share of clean batches that may count as not clean; default 0.01")
          Double falseAlarms,
      @Mixin ScaleOption scale) {
    DetectorTraining training = DetectorTraining.of(scale.study(name));
    training = with(training, "--corruption", corruptions, DetectorCommand::withNamed);
    training = with(training, "--images", images, DetectorTraining::withImages);
    training = with(training, "--false-alarms", falseAlarms, DetectorTraining::withFalseAlarms);
    Detector detector = training.train();
    detector.write(out);
    PrintWriter text = spec.commandLine().getOut();
    text.printf(Locale.ROOT, "%s: %s%n", Printable.of(out), detector);
    detector.notes().forEach((note, value) -> text.printf(Locale.ROOT, "  %s: %s%n", note, value));
    text.flush();
  }

  private static DetectorTraining withNamed(DetectorTraining training, List<String> corruptions) {
    return training.withCorruptions(corruptions.stream().map(Corruption::named).toList());
  }

  /** The training with what an option gives, if it is given. */
  private static <T> DetectorTraining with(
      DetectorTraining training,
      String option,
      T value,
      BiFunction<DetectorTraining, T, DetectorTraining> changed) {
    return value == null ? training : GivenValue.of(option, () -> changed.apply(training, value));
  }
}
