package rwskit.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rwskit.corrupted.CorruptedFilesWriter;
import rwskit.corrupted.CorruptedFilesWriter.Existing;
import rwskit.corrupted.CorruptedFilesWriter.Written;
import rwskit.corrupted.CorruptedLayout;
import rwskit.corrupted.CorruptionPlan;
import rwskit.corruption.Corruption;
import rwskit.corruption.Variant;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.dataset.DataHome;
import rwskit.dataset.FrostRecipe;
import rwskit.file.BadInputException;
import rwskit.file.Printable;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;

/** {@code corrupt}: clean images in, the benchmark's corrupted copies of them out. */
@Command(
    name = "corrupt",
    description = {
      "Writes corrupted copies of images, laid out as CIFAR-10-C, Tiny-ImageNet-C or the paper's"
          + " training sets.",
      "Run it again after a break and it goes on: what is there, was made with the same options"
          + " and has the checksum noted in corrupted.json is kept."
    })
final class CorruptCommand implements Runnable {
  private static final String ALL = "all";

  @Spec private CommandSpec spec;
  @Mixin private ImageOptions source;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "${COMPLETION-CANDIDATES} (default: TEST; TRAIN and TEST with --layout train-test)")
  private Split split;

  @Option(
      names = "--corruption",
      split = ",",
      defaultValue = ALL,
      paramLabel = "NAME",
      description = "names of corruptions, or all (the default)")
  private List<String> corruptions;

  @Option(
      names = "--severity",
      split = ",",
      defaultValue = ALL,
      paramLabel = "S",
      description = "1 to 5, or all (the default)")
  private List<String> severities;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description =
          "whose parameters: cifar, tiny or imagenet (default: the nearest to the images in size)")
  private String variant;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "decides the random draws (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--layout",
      defaultValue = "npy",
      paramLabel = "NAME",
      description = {
        "npy: <corruption>.npy and labels.npy, as CIFAR-10-C (the default);",
        "train-test: the same in the folders train and test, as the paper's training sets;",
        "folders: <corruption>/<severity>/<class>/<image>.JPEG, as Tiny-ImageNet-C"
      })
  private String layout;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "where to")
  private Path out;

  @Option(
      names = "--force",
      description = "replace files that were made with other options, or by somebody else")
  private boolean force;

  @Override
  public void run() {
    CorruptedLayout files = CorruptedLayout.named(layout);
    List<Corruption> chosen = corruptions();
    List<Integer> strengths = severities();
    Optional<Variant> parameters = Optional.ofNullable(variant).map(Variant::named);
    ImageInput input = source.input();
    try (ProgressDisplay display = ProgressDisplays.here()) {
      for (Split part : splits(files, input)) {
        // With --force the labels of the copies would replace those of the images.
        InputFile.keep(input.folder(), files.folder(out, part));
        ImageSet images = input.read(part);
        CorruptionPlan plan =
            new CorruptionPlan(
                chosen,
                strengths,
                parameters.orElseGet(() -> Variant.nearest(images.height(), images.width())),
                FrostRecipe.pictures(DataHome.standard()),
                seed,
                files);
        input
            .passedOver(part)
            .ifPresent(
                passed ->
                    spec.commandLine()
                        .getOut()
                        .printf(
                            Locale.ROOT,
                            "%s, %s: passed over: %s%n",
                            Printable.of(source.name()),
                            part.name().toLowerCase(Locale.ROOT),
                            Printable.of(passed)));
        print(
            images,
            plan,
            new CorruptedFilesWriter(plan, out, display)
                .write(images, source.name(), force ? Existing.REPLACE : Existing.KEEP));
      }
    }
  }

  private List<Split> splits(CorruptedLayout files, ImageInput input) {
    if (split != null) {
      return List.of(split);
    }
    if (files != CorruptedLayout.TRAIN_TEST) {
      return List.of(Split.TEST);
    }
    List<Split> present = input.present(List.of(Split.TRAIN, Split.TEST));
    return present.isEmpty() ? List.of(Split.TRAIN) : present;
  }

  private List<Corruption> corruptions() {
    return corruptions.contains(ALL)
        ? Arrays.asList(Corruption.values())
        : corruptions.stream().map(Corruption::named).toList();
  }

  private List<Integer> severities() {
    return severities.contains(ALL)
        ? IntStream.rangeClosed(1, Corruption.SEVERITIES).boxed().toList()
        : severities.stream().map(CorruptCommand::severity).toList();
  }

  private static int severity(String number) {
    try {
      return Corruption.requireSeverity(Integer.parseInt(number));
    } catch (NumberFormatException | BadInputException e) {
      throw new BadInputException(
          "--severity %s: expected 1 to %s, or all".formatted(number, Corruption.SEVERITIES), e);
    }
  }

  private void print(ImageSet images, CorruptionPlan plan, Written written) {
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %s, %d corruptions, severities %s, variant %s%s: %d made, %d there already%n",
            Printable.of(written.folder()),
            Printable.of(images),
            plan.corruptions().size(),
            plan.severities(),
            plan.variant().label(),
            plan.corruptions().contains(Corruption.FROST)
                ? ", frost from " + Printable.of(plan.frost())
                : "",
            written.made().size(),
            written.kept().size());
  }
}
