package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rwskit.analysis.MethodTable;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.CheckpointContents;
import rwskit.file.BadInputException;
import rwskit.file.Printable;
import rwskit.method.Ingredients;
import rwskit.method.Merge;
import rwskit.method.Method;
import rwskit.method.Methods;
import rwskit.method.Need;
import rwskit.signature.Layers;
import rwskit.signature.PatchRecord;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;

/** {@code merge}: networks' weights in, one network's weights out, by a method of choice. */
@Command(
    name = "merge",
    modelTransformer = MethodOptions.class,
    description = {
      "Makes a network robust by the weights of others: RWS, task arithmetic, TIES and what else"
          + " --list names, applied to the standard weights or to --model.",
      "What was done is noted in the output; unpatch takes it off with the --undo file or with the"
          + " weights that it was applied to.",
      "--key goes for each file that has keys; others are read as they are."
    })
final class MergeCommand implements Runnable {
  private static final String ROW = "%-16s %-34s %-28s %-25s %s%n";

  @Spec private CommandSpec spec;
  @Mixin private WeightsInput input;

  @Option(names = "--list", description = "list the methods: what they need and can be set by")
  private boolean list;

  @Option(names = "--method", paramLabel = "NAME", description = "one of those that --list names")
  private String method;

  @Option(
      names = "--pretrained",
      paramLabel = "FILE",
      description = "θ₀, the weights that the others were fine-tuned from; their head may differ")
  private Path pretrained;

  @Option(
      names = "--standard",
      paramLabel = "FILE",
      description = "θ_std, the weights fine-tuned on clean data")
  private Path standard;

  @Option(
      names = "--robust",
      arity = "1..*",
      paramLabel = "FILE",
      description = "θ_c, the weights fine-tuned on data with a corruption; may be several")
  private List<Path> robust = List.of();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "the weights to change (default: those of --standard)")
  private Path model;

  @ArgGroup private Selection selection = new Selection();

  /** Which tensors are changed; all if nothing is said. */
  private static final class Selection {
    @Option(
        names = "--layers",
        paramLabel = "K",
        description = "change the first K layers only, from the input on")
    private Integer layers;

    @Option(
        names = "--tensors",
        arity = "1..*",
        paramLabel = "PATTERN",
        description =
            "change these tensors only, * for any letters and ? for one, for instance 'blocks.0.*'")
    private List<String> tensors;

    Ingredients of(Ingredients ingredients) {
      if (layers != null) {
        return ingredients.firstLayers(layers);
      }
      return tensors == null ? ingredients : ingredients.only(matching(ingredients.standard()));
    }

    /** Those that cannot be read too: what asks for one is refused by its name and type. */
    private Set<String> matching(StateDict weights) {
      List<String> names = new ArrayList<>(Layers.unreadable(weights));
      weights
          .tensors()
          .forEach(
              (name, tensor) -> {
                if (tensor.dtype().isFloatingPoint()) {
                  names.add(name);
                }
              });
      return TensorPattern.matching(names, tensors);
    }
  }

  @Option(
      names = "--alpha",
      defaultValue = "1",
      paramLabel = "ALPHA",
      description = "the strength: 0 changes nothing (default: ${DEFAULT-VALUE})")
  private double alpha;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "the merged weights; a PyTorch file if it ends as such, .pth for instance")
  private Path out;

  @Option(
      names = "--undo",
      paramLabel = "FILE",
      description = "receives the tensors that are replaced, from which unpatch restores them")
  private Path undo;

  @Override
  public void run() {
    if (list) {
      printMethods();
      return;
    }
    require("--method", method);
    require("--standard", standard);
    require("--out", out);
    merge(chosenMethod());
  }

  private void require(String option, Object value) {
    if (value == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: " + option + " (or --list)");
    }
  }

  private Method chosenMethod() {
    Method chosen = Methods.named(method);
    if (pretrained == null && chosen.needs().contains(Need.PRETRAINED)) {
      throw new ParameterException(
          spec.commandLine(), "--method %s needs --pretrained, θ₀".formatted(method));
    }
    try {
      return chosen.with(MethodOptions.values(spec));
    } catch (BadInputException e) {
      throw new BadInputException("--method %s: %s".formatted(method, e.getMessage()), e);
    }
  }

  private void printMethods() {
    PrintWriter text = spec.commandLine().getOut();
    text.printf(Locale.ROOT, ROW, "method", "needs", "parameters", "after", "what it does");
    for (Row row : MethodTable.of(Methods.all())) {
      text.printf(
          Locale.ROOT,
          ROW,
          row.getString("method"),
          row.getString("needs"),
          row.getString("parameters"),
          row.getString("source"),
          row.getString("what it does"));
    }
    text.flush();
  }

  private void merge(Method chosen) {
    Path onto = model == null ? standard : model;
    Map<String, String> notes = Checkpoint.readMetadata(onto);
    UndoFile.requireNetwork(onto.toString(), notes);
    InputFile.keepShards(onto, out);
    UndoFile undoFile = UndoFile.of(undo, out);
    Ingredients ingredients = ingredients();
    CheckpointContents contents = input.openOneOfSeveral(onto);
    StateDict base = model == null ? ingredients.standard() : contents.weights();
    Merge merge = chosen.merge(ingredients);
    StateDict merged =
        fitsMemory(merge, base) ? merge.apply(base, alpha) : merge.streamed(base, alpha);
    PatchRecord record = PatchRecord.of(base, merged, step(chosen, ingredients, base), notes);
    undoFile.writeBefore(
        base.only(merge.tensors()), base, () -> contents.write(out, merged, record.addTo(notes)));
    print(record, merge, base);
    WeightsInput.tell(spec.commandLine().getOut(), contents);
  }

  /** All at once is faster; a quarter of the heap leaves room for what else is computed. */
  private static boolean fitsMemory(Merge merge, StateDict base) {
    long bytes =
        merge.tensors().stream()
            .mapToLong(name -> base.contains(name) ? base.get(name).byteCount() : 0)
            .sum();
    return bytes <= Runtime.getRuntime().maxMemory() / 4;
  }

  private Ingredients ingredients() {
    List<Path> files = new ArrayList<>(robust);
    files.add(standard);
    Optional.ofNullable(pretrained).ifPresent(files::add);
    // The base may be replaced by what is made of it; the other networks may not.
    files.stream()
        .filter(file -> model != null || !file.equals(standard))
        .forEach(file -> InputFile.keep(file, out));
    Ingredients ingredients =
        Ingredients.of(input.readOneOfSeveral(standard))
            .withRobust(robust.stream().map(input::readOneOfSeveral).toList());
    if (pretrained != null) {
      ingredients = ingredients.withPretrained(input.readOneOfSeveral(pretrained));
    }
    return selection.of(ingredients);
  }

  private PatchRecord.Step step(Method chosen, Ingredients ingredients, StateDict base) {
    return PatchRecord.Step.ofMethod(
        "%s %s".formatted(chosen.name(), chosen.parameters()).strip(),
        ingredients.networks(),
        alpha,
        ingredients.standard(),
        base);
  }

  private void print(PatchRecord record, Merge merge, StateDict base) {
    PrintWriter text = spec.commandLine().getOut();
    PatchRecord.Step step = record.steps().get(record.steps().size() - 1);
    text.printf(
        Locale.ROOT,
        "%s: %s; tensors changed: %d of %d%n",
        Printable.of(out),
        Printable.of(step),
        merge.tensors().size(),
        base.names().size());
    if (undo == null) {
      text.printf(
          Locale.ROOT,
          "  without --undo, unpatch needs %s to take it off%n",
          Printable.of(model == null ? standard : model));
    }
  }
}
