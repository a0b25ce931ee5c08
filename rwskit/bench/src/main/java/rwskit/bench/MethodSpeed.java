package rwskit.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rwskit.checkpoint.SafeTensors;
import rwskit.method.Ingredients;
import rwskit.method.Method;
import rwskit.method.Methods;
import rwskit.method.Need;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.weights.StateDict;

/**
 * Times the methods of merging on VGG-16 at full width, with one robust network and with several;
 * {@code peers/methods.py} times the same in PyTorch on the same files. Wall-clock and processor
 * seconds, medians.
 */
public final class MethodSpeed {
  private static final int ROBUST = 19;

  private MethodSpeed() {}

  /**
   * Prints a row for each method and number of robust networks.
   *
   * @param arguments a folder with 1.3 GB of space for networks, the number of repetitions, how
   *     many robust networks (1 to 19), and the names of methods, all if there are none
   * @throws IOException if the folder cannot be written to
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int repeats = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    List<String> names = List.of(arguments).subList(3, arguments.length);
    List<StateDict> networks = draw(folder);
    Ingredients ingredients =
        Ingredients.of(networks.get(1))
            .withPretrained(networks.get(0))
            .withRobust(networks.subList(2, 2 + count));
    for (Method method : Methods.all()) {
      boolean fits =
          !(count > 1 && method.needs().contains(Need.ONE_ROBUST))
              && !(count < 2 && method.needs().contains(Need.SEVERAL_ROBUST));
      if (fits && (names.isEmpty() || names.contains(method.name()))) {
        measure(method, ingredients, repeats);
      }
    }
  }

  private static List<StateDict> draw(Path folder) {
    Network network = Network.of(Architecture.VGG16);
    List<StateDict> networks = new ArrayList<>();
    for (int seed = 0; seed < 2 + ROBUST; seed++) {
      Path file = folder.resolve("network" + seed + ".safetensors");
      if (!Files.exists(file)) {
        SafeTensors.write(file, SyntheticWeights.draw(network.shapes(), seed), Map.of());
      }
      networks.add(SafeTensors.read(file));
    }
    return networks;
  }

  private static void measure(Method method, Ingredients ingredients, int repeats) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    List<Double> seconds = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    // The first runs are compiled while they run.
    int warm = repeats > 2 ? 3 : 0;
    for (int i = 0; i < repeats + warm; i++) {
      long used = system.getProcessCpuTime();
      long begun = System.nanoTime();
      method.merge(ingredients).apply(ingredients.standard(), 0.5);
      seconds.add((System.nanoTime() - begun) / 1e9);
      processor.add((system.getProcessCpuTime() - used) / 1e9);
    }
    System.out.println(
        String.format(
            Locale.ROOT,
            "%-16s %2d robust  %8.3f s  %8.3f processor seconds",
            method.name(),
            ingredients.robust().size(),
            median(seconds.subList(warm, seconds.size())),
            median(processor.subList(warm, processor.size()))));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
