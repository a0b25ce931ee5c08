package rwskit.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import rwskit.file.BadInputException;
import rwskit.file.Printable;

/**
 * The command line's entry. Exit status 0: done; 2: the input or the arguments are bad, with the
 * reason in one line on standard error; 1: a fault of this program, with its stack trace.
 */
@Command(
    name = "rwskit",
    description = "Robust Weight Signatures: train studies, extract signatures, patch networks.",
    subcommands = {
      InspectCommand.class,
      ConvertCommand.class,
      DiffCommand.class,
      ExtractCommand.class,
      PatchCommand.class,
      UnpatchCommand.class,
      AutoPatchCommand.class,
      DetectorCommand.class,
      MergeCommand.class,
      CorruptCommand.class,
      StudyCommand.class,
      StoreCommand.class,
      ZooCommand.class,
      DataCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    scope = CommandLine.ScopeType.INHERIT)
public final class Main implements Runnable {
  /** How picocli lists the constants of an enum. */
  private static final Pattern CONSTANTS =
      Pattern.compile("expected one of \\[([A-Z0-9_, ]+)] \\(case-insensitive\\) but was");

  private static final String UNSPEAKABLE =
      "has letters that this locale has not: set LC_ALL=C.UTF-8";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /**
   * Runs one command and ends this JVM with its exit status.
   *
   * @param arguments the command's name and its arguments; {@code --help} lists them
   */
  public static void main(String[] arguments) {
    Charset charset = speakUtf8InPlaceOfAscii();
    PrintWriter err = new PrintWriter(System.err, true, charset);
    if (!Files.isDirectory(Path.of("").toAbsolutePath())) {
      err.println("rwskit: the working folder is gone, or its name " + UNSPEAKABLE);
      System.exit(CommandLine.ExitCode.USAGE);
    }
    System.exit(run(new PrintWriter(System.out, true, charset), err, arguments));
  }

  /**
   * In the POSIX locale, which containers and scheduled jobs have, Java writes ASCII and θ becomes
   * a question mark, in tables too. Whoever reads there reads UTF-8.
   */
  private static Charset speakUtf8InPlaceOfAscii() {
    // Java 17 has no name for it but the default of all streams.
    Charset found =
        Charset.forName(System.getProperty("stdout.encoding", Charset.defaultCharset().name()));
    if (!found.equals(US_ASCII)) {
      return found;
    }
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8));
    System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8));
    return UTF_8;
  }

  /**
   * Runs one command in this JVM.
   *
   * @param out receives what the command prints
   * @param err receives the reason of a failure
   * @param arguments the command's name and its arguments
   * @return the exit status: 0 done, 2 bad input, 1 a fault of this program
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .registerConverter(Path.class, Main::path)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::fail)
        .execute(arguments);
  }

  /** An option that takes several files would take a misspelt option for one. */
  private static Path path(String name) {
    if (name.startsWith("--")) {
      throw new TypeConversionException(
          "there is no option %s (a file of that name is ./%s)".formatted(name, name));
    }
    return Path.of(name);
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int refuse(ParameterException reason, String[] arguments) {
    CommandLine command = reason.getCommandLine();
    // Of what a conversion throws, picocli keeps the text only.
    String message = reason.getMessage();
    int cause = message.indexOf("(" + InvalidPathException.class.getName());
    if (cause > 0 && message.contains("unmappable")) {
      command
          .getErr()
          .printf(
              Locale.ROOT,
              "rwskit: %s: the path %s%n",
              oneLine(message.substring(0, cause)).strip(),
              UNSPEAKABLE);
      return CommandLine.ExitCode.USAGE;
    }
    command
        .getErr()
        .printf(
            Locale.ROOT,
            "rwskit: %s; see %s --help%n",
            oneLine(said(reason)),
            command.getCommandSpec().qualifiedName());
    return CommandLine.ExitCode.USAGE;
  }

  /** What picocli says, in words of the command line in place of Java's. */
  private static String said(ParameterException reason) {
    CommandLine command = reason.getCommandLine();
    if (reason instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !command.getSubcommands().isEmpty()) {
      return "there is no command %s; there are %s"
          .formatted(
              unmatched.getUnmatched().get(0),
              String.join(", ", command.getSubcommands().keySet()));
    }
    Matcher constants = CONSTANTS.matcher(reason.getMessage());
    return constants
        .replaceAll(found -> "expected " + found.group(1).toLowerCase(Locale.ROOT) + "; found")
        .replace("is not an int", "is no whole number")
        .replace("is not a long", "is no whole number")
        .replace("is not a double", "is no number");
  }

  private static int fail(
      Exception reason, CommandLine command, CommandLine.ParseResult arguments) {
    if (reason instanceof BadInputException) {
      command.getErr().println("rwskit: " + oneLine(reason.getMessage()));
      return CommandLine.ExitCode.USAGE;
    }
    Optional<InvalidPathException> path = invalidPath(reason);
    if (path.isPresent()) {
      return refuse(path.get(), command);
    }
    command.getErr().println("rwskit: a fault of this program, please report it: " + reason);
    reason.printStackTrace(command.getErr());
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static int refuse(InvalidPathException path, CommandLine command) {
    boolean zero = path.getInput().indexOf('\0') >= 0;
    command
        .getErr()
        .printf(
            Locale.ROOT,
            "rwskit: the path %s %s%n",
            oneLine(path.getInput().replace("\0", "\\0")),
            zero ? "has a zero byte in it" : UNSPEAKABLE);
    return CommandLine.ExitCode.USAGE;
  }

  /** Java refuses names of files that the locale's character set cannot express. */
  private static Optional<InvalidPathException> invalidPath(Throwable reason) {
    for (Throwable cause = reason; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidPathException path) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static String oneLine(String message) {
    return Printable.of(message.replaceAll("\\s*\\R\\s*", " "));
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"rwskit " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
