package rwskit.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.model.Torch;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;

/**
 * Patches a network, opens it, predicts, closes it and takes the patch off, again and again, and
 * prints what memory the process holds meanwhile, kind by kind ({@link ProcessMemory}). None may
 * grow with the cycles.
 */
@Command(name = "MemoryCycles", sortOptions = false, mixinStandardHelpOptions = true)
public final class MemoryCycles implements Runnable {
  private static final int LINES = 10;
  private static final int LAYERS = 4;

  @Option(
      names = "--cycles",
      description = "How many; after each tenth of them a line is printed.",
      defaultValue = "1000",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int cycles;

  @Option(
      names = "--images",
      description = "Images that are predicted in each cycle.",
      defaultValue = "50",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int images;

  @Option(
      names = "--divisor",
      description = "What VGG-11's width is divided by.",
      defaultValue = "4",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int divisor;

  private MemoryCycles() {}

  /**
   * Measures.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new MemoryCycles()).execute(arguments));
  }

  @Override
  public void run() {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    Network network = Network.of(Architecture.VGG11).withWidthDivisor(divisor);
    StateDict base = network.initialWeights(1);
    String fingerprint = base.sha256();
    List<Signature> signatures = DrawnSignatures.of(base, List.of(Corruption.values()), LAYERS);
    ImageSet some = DrawnSet.SHAPES.draw(images, 0, Split.TEST);
    out.println(ProcessMemory.HEADER);
    Torch.onThreads(
        1,
        () -> {
          for (int i = 1; i <= cycles; i++) {
            cycle(network, base, signatures.get(i % signatures.size()), some);
            if (i % (cycles / LINES) == 0) {
              out.printf(Locale.ROOT, "| %,d %s%n", i, ProcessMemory.now());
            }
          }
          return null;
        });
    if (!base.sha256().equals(fingerprint)) {
      throw new IllegalStateException("the weights are not those of the beginning");
    }
  }

  private static void cycle(Network network, StateDict base, Signature signature, ImageSet images) {
    Patch patch = Patch.of(base).add(signature, .5);
    try (NetworkModel model = NetworkModel.open(network, patch.weights())) {
      model.predict(images);
    }
    if (!patch.without(signature).weights().equals(base)) {
      throw new IllegalStateException("a patch did not come off");
    }
  }
}
