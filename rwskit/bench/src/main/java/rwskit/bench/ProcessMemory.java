package rwskit.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What memory this process holds, in MiB, on Linux.
 *
 * @param process all of the process, as Linux counts it (VmRSS)
 * @param heap what Java's heap has of the system, objects that nothing needs any more with it
 * @param virtualMachine what all of the JVM has of the system, its heap with it; NaN without {@code
 *     -XX:NativeMemoryTracking=summary}
 * @param direct direct buffers
 * @param mapped mapped files
 * @param objects Java's objects after a collection
 * @param trimmed all of the process after that collection, and after glibc gave back what is free
 *     in its arenas; NaN where the JVM cannot ask it to
 */
record ProcessMemory(
    double process,
    double heap,
    double virtualMachine,
    double direct,
    double mapped,
    double objects,
    double trimmed) {
  static final String HEADER =
      "| cycles | process | Java's heap | JVM | direct | mapped | objects | process, trimmed |\n"
          + "|---:|---:|---:|---:|---:|---:|---:|---:|";

  private static final double MEBIBYTE = 1 << 20;
  private static final Pattern TOTAL = Pattern.compile("Total: .*committed=(\\d+)KB");

  static ProcessMemory now() {
    return new ProcessMemory(
        resident(),
        Runtime.getRuntime().totalMemory() / MEBIBYTE,
        tracked(),
        buffers("direct"),
        buffers("mapped"),
        collected(),
        command("systemTrimNativeHeap").isEmpty() ? Double.NaN : resident());
  }

  /** Java's objects after a collection that this calls for, in MiB. */
  static double collected() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / MEBIBYTE;
  }

  private static double buffers(String pool) {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(bean -> bean.getName().equals(pool))
        .mapToDouble(bean -> bean.getMemoryUsed() / MEBIBYTE)
        .sum();
  }

  private static double tracked() {
    Matcher total = TOTAL.matcher(command("vmNativeMemory", "summary"));
    return total.find() ? Double.parseDouble(total.group(1)) / 1024 : Double.NaN;
  }

  /** What jcmd would do; empty where this JVM has no such command. */
  private static String command(String name, String... arguments) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
      Object said =
          arguments.length == 0
              ? server.invoke(commands, name, new Object[0], new String[0])
              : server.invoke(
                  commands,
                  name,
                  new Object[] {arguments},
                  new String[] {String[].class.getName()});
      return String.valueOf(said);
    } catch (JMException absent) {
      return "";
    }
  }

  /** All of the process, as Linux counts it, in MiB. */
  static double resident() {
    return ofLinux("VmRSS");
  }

  /** The most that the process ever had, in MiB. */
  static double peak() {
    return ofLinux("VmHWM");
  }

  private static double ofLinux(String counter) {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(counter))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rest of a row of {@link #HEADER}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "| %.0f | %.0f | %.0f | %.1f | %.1f | %.1f | %.0f |",
        process,
        heap,
        virtualMachine,
        direct,
        mapped,
        objects,
        trimmed);
  }
}
