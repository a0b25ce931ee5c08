package rwskit.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import rwskit.corruption.Corruption;
import rwskit.corruption.FrostPictures;
import rwskit.corruption.Variant;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;

/**
 * Prints for every corruption what one image takes, at 32×32 and at 64×64 pixels, on one core and
 * on all of them, and beside it what it takes in Python, measured in the same run: right after
 * rwskit, corruption by corruption, so that what else the machine does hits both.
 */
@Command(name = "CorruptionSpeed", sortOptions = false, mixinStandardHelpOptions = true)
public final class CorruptionSpeed implements Runnable {
  private static final int SIZE = 32;

  @Option(names = "--python", description = "Interpreter with peers/requirements-corruptions.txt.")
  private Path python;

  @Option(
      names = "--imagecorruptions",
      description = "Interpreter with peers/requirements-imagecorruptions.txt.")
  private Path imagecorruptions;

  @Option(names = "--frost", description = "Folder of the public code's frost1.png to frost5.jpg.")
  private Path frost;

  @Option(
      names = "--peers",
      description = "Folder of the peers' scripts.",
      defaultValue = "rwskit/bench/peers",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private Path peers;

  @Option(
      names = "--images",
      description = "How many images a set has, at least 30.",
      defaultValue = "2000",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int count;

  private CorruptionSpeed() {}

  /**
   * Measures.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new CorruptionSpeed());
    command.setExecutionExceptionHandler(CorruptionSpeed::explain);
    System.exit(command.execute(arguments));
  }

  private static int explain(Exception e, CommandLine command, ParseResult result)
      throws Exception {
    if (e instanceof BadInputException) {
      command.getErr().println(e.getMessage());
      return command.getCommandSpec().exitCodeOnExecutionException();
    }
    throw e;
  }

  @Override
  public void run() {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    ImageSet images = DrawnSet.SHAPES_AND_TEXTURES.draw(count, 1, Split.TEST);
    for (Variant variant : List.of(Variant.CIFAR, Variant.TINY)) {
      out.print(measure(variant, tiled(images, variant.size() / SIZE)));
    }
  }

  private String measure(Variant variant, ImageSet images) {
    FrostPictures pictures = frost == null ? FrostPictures.drawn() : FrostPictures.read(frost);
    CorruptionTimer timer = new CorruptionTimer(variant, pictures, images);
    List<PeerProcess> processes = start(variant, images);
    try {
      List<String> titles = processes.stream().map(PeerProcess::title).toList();
      SpeedTable table = new SpeedTable(variant, titles);
      timer.warmUp();
      for (Corruption corruption : Corruption.values()) {
        CorruptionTime own = timer.time(corruption);
        table.add(
            corruption, own, processes.stream().map(process -> process.time(corruption)).toList());
      }
      return table.markdown();
    } finally {
      processes.forEach(PeerProcess::close);
    }
  }

  private List<PeerProcess> start(Variant variant, ImageSet images) {
    List<PeerProcess> processes = new ArrayList<>();
    Path pixels = pixels(images);
    List<String> arguments =
        List.of("--ask", "--size", "" + variant.size(), "--images", pixels.toString());
    if (python != null) {
      List<String> command = new ArrayList<>(arguments);
      if (frost != null) {
        command.addAll(List.of("--frost", frost.toString()));
      }
      processes.add(PeerProcess.start("Python", python, peers.resolve("corruptions.py"), command));
    }
    if (imagecorruptions != null) {
      Path script = peers.resolve("imagecorruptions_speed.py");
      processes.add(PeerProcess.start("imagecorruptions", imagecorruptions, script, arguments));
    }
    return processes;
  }

  private static Path pixels(ImageSet images) {
    try {
      Path file = Files.createTempFile("images", ".rgb");
      file.toFile().deleteOnExit();
      byte[] pixels = new byte[images.size() * images.imageBytes()];
      for (int i = 0; i < images.size(); i++) {
        images.copyImage(i, pixels, i * images.imageBytes());
      }
      return Files.write(file, pixels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Larger images of as much detail: each is a square of several, the set's next ones. */
  private static ImageSet tiled(ImageSet images, int tiles) {
    int row = images.width() * images.channels();
    byte[] pixels = new byte[images.size() * tiles * tiles * images.imageBytes()];
    byte[] tile = new byte[images.imageBytes()];
    for (int i = 0; i < images.size() * tiles * tiles; i++) {
      images.copyImage(i % images.size(), tile, 0);
      int image = i / (tiles * tiles);
      int down = i / tiles % tiles;
      for (int y = 0; y < images.height(); y++) {
        int line = (image * tiles + down) * images.height() + y;
        System.arraycopy(tile, y * row, pixels, (line * tiles + i % tiles) * row, row);
      }
    }
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    return ImageSet.of(
        pixels,
        tiles * images.height(),
        tiles * images.width(),
        images.channels(),
        labels,
        images.classNames(),
        images.split());
  }
}
