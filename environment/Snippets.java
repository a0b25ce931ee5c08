import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs Java as a notebook's cells would run it, for check_pages.py: {@code java -cp JAR
 * Snippets.java JAR END}. Code comes on standard input, and a line END behind each block; so does what
 * the code prints on standard output. Lines that begin with a bar tell what is wrong with the code.
 * With a third argument, {@code compile}, nothing runs: for check_cells.py.
 */
final class Snippets {
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private Snippets() {}

  public static void main(String[] arguments) throws IOException {
    System.setOut(OUT);
    JShell.Builder builder = JShell.builder();
    if (arguments.length > 2) {
      builder.executionEngine(new CompiledOnly(), Map.of());
    } else {
      // In this JVM, which has the kit on its class path: a thrown exception keeps its class.
      builder.executionEngine("local");
    }
    try (JShell shell = builder.build()) {
      shell.addToClasspath(arguments[0]);
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      StringBuilder block = new StringBuilder();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals(arguments[1])) {
          run(shell, block.toString());
          OUT.println(line);
          block.setLength(0);
        } else {
          block.append(line).append('\n');
        }
      }
    }
    // Libraries may have left threads behind.
    System.exit(0);
  }

  private static void run(JShell shell, String block) {
    String rest = block;
    while (!rest.isBlank()) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      String source = next.completeness().isComplete() ? next.source() : rest;
      rest = next.completeness().isComplete() ? next.remaining() : "";
      for (SnippetEvent event : shell.eval(source)) {
        tell(shell, event);
      }
    }
  }

  private static void tell(JShell shell, SnippetEvent event) {
    if (event.causeSnippet() != null) {
      return;
    }
    Snippet snippet = event.snippet();
    if (event.status() != Snippet.Status.VALID) {
      shell.diagnostics(snippet).forEach(problem -> tell(problem.getMessage(Locale.ROOT)));
      if (snippet instanceof DeclarationSnippet declaration) {
        shell.unresolvedDependencies(declaration).forEach(missing -> tell("there is no " + missing));
      }
      tell("in: " + snippet.source());
    } else if (event.exception() != null) {
      tell(
          event.exception() instanceof EvalException thrown
              ? thrown.getExceptionClassName() + ": " + thrown.getMessage()
              : event.exception().toString());
      for (StackTraceElement element : event.exception().getStackTrace()) {
        tell("  at " + element);
      }
    }
  }

  private static void tell(String text) {
    text.lines().forEach(line -> OUT.println("| " + line));
  }

  /** Code is compiled, and what it declares is known to what follows, but nothing is run. */
  private static final class CompiledOnly implements ExecutionControlProvider {
    @Override
    public String name() {
      return "compiled-only";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
      return new DirectExecutionControl() {
        @Override
        public String invoke(String className, String methodName) {
          return "";
        }
      };
    }
  }
}
