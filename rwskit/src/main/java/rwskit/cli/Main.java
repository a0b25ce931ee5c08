package rwskit.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
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
      MergeCommand.class,
      CorruptCommand.class,
      StudyCommand.class,
      StoreCommand.class,
      DataCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    scope = CommandLine.ScopeType.INHERIT)
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /**
   * Runs one command and ends this JVM with its exit status.
   *
   * @param arguments the command's name and its arguments; {@code --help} lists them
   */
  public static void main(String[] arguments) {
    Charset charset = speakUtf8InPlaceOfAscii();
    System.exit(
        run(
            new PrintWriter(System.out, true, charset),
            new PrintWriter(System.err, true, charset),
            arguments));
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
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::fail)
        .execute(arguments);
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int refuse(ParameterException reason, String[] arguments) {
    CommandLine command = reason.getCommandLine();
    command
        .getErr()
        .printf(
            Locale.ROOT,
            "rwskit: %s; see %s --help%n",
            oneLine(reason.getMessage()),
            command.getCommandSpec().qualifiedName());
    return CommandLine.ExitCode.USAGE;
  }

  private static int fail(
      Exception reason, CommandLine command, CommandLine.ParseResult arguments) {
    if (reason instanceof BadInputException) {
      command.getErr().println("rwskit: " + oneLine(reason.getMessage()));
      return CommandLine.ExitCode.USAGE;
    }
    command.getErr().println("rwskit: a fault of this program, please report it: " + reason);
    reason.printStackTrace(command.getErr());
    return CommandLine.ExitCode.SOFTWARE;
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
