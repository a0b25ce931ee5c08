package rwskit.worker;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import rwskit.file.BadInputException;

/** How a worker process is started: as this JVM, with its share of the machine. */
final class WorkerCommand {
  /** Of the memory, for all workers' heaps; libtorch's own memory comes on top. */
  static final double HEAP_PERCENT = 50;

  /** As in environment/kernelspec.py: glibc is to keep what libtorch frees at every step. */
  private static final Map<String, String> ALLOCATOR =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", Long.toString(1L << 40));

  /** The first Java that has both options and warns without them. */
  private static final int FIRST_TO_WARN = 24;

  private WorkerCommand() {}

  /** A program with the class path of this JVM. */
  static ProcessBuilder of(Class<?> main, int threads, int workers, Path... arguments) {
    return of(classPath(), main, threads, workers, arguments);
  }

  /**
   * @param classPath of the program
   * @param main the worker's program
   * @param threads that it is to use
   * @param workers how many run at once
   * @param arguments of the program
   */
  static ProcessBuilder of(
      String classPath, Class<?> main, int threads, int workers, Path... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Else every worker would collect garbage, compile and draw images on all cores.
    command.add("-XX:ActiveProcessorCount=" + threads);
    command.add("-XX:MaxRAMPercentage=" + HEAP_PERCENT / workers);
    command.add("-Djava.awt.headless=true");
    command.addAll(nativeAccess(Runtime.version().feature()));
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("ai.djl.") || name.startsWith("PYTORCH_"))
        .forEach(name -> command.add("-D%s=%s".formatted(name, System.getProperty(name))));
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    for (Path argument : arguments) {
      command.add(argument.toAbsolutePath().toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(ALLOCATOR);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    return builder;
  }

  /** What the jar's manifest says does not count where a class path is given. */
  static List<String> nativeAccess(int javaVersion) {
    return javaVersion < FIRST_TO_WARN
        ? List.of()
        : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }

  /**
   * The kit's jars, whose manifest names the libraries beside it; then, where a kernel or another
   * program has loaded them from a list of jars, that list; then what this JVM was started with: in
   * a notebook that is the kernel alone.
   */
  static String classPath() {
    Set<String> entries = new LinkedHashSet<>();
    jars().forEach(jar -> entries.add(jar.toString()));
    if (WorkerCommand.class.getClassLoader() instanceof URLClassLoader listed) {
      Stream.of(listed.getURLs())
          .filter(jar -> jar.getProtocol().equals("file"))
          .forEach(jar -> entries.add(path(jar).toString()));
    }
    entries.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
    return String.join(File.pathSeparator, entries);
  }

  /** The jars or folders of the kit's classes, the one with this class first. */
  static List<Path> jars() {
    return Stream.of(WorkerCommand.class, BadInputException.class)
        .map(WorkerCommand::code)
        .distinct()
        .toList();
  }

  /** The jar or folder that a class is from. */
  static Path code(Class<?> type) {
    return path(type.getProtectionDomain().getCodeSource().getLocation());
  }

  private static Path path(URL jar) {
    try {
      return Path.of(jar.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot tell where the classes are", e);
    }
  }
}
