package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import rwskit.dataset.DataHome;
import rwskit.dataset.DataRecipe;

class DataCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void listsEveryRecipeWithItsContentAndPlace() {
    assertThat(run("list")).isZero();
    String[] lines = out.toString().split("\\R");
    assertThat(lines).hasSize(1 + DataRecipe.all().size());
    assertThat(lines[0]).contains("name", "title", "classes", "content", "size", "where");
    assertThat(lines[1])
        .startsWith("shapes ")
        .contains("6,000 train, 1,000 validation, 1,000 test")
        .endsWith("drawn when asked for");
    assertThat(lines[4])
        .startsWith("cifar100 ")
        .contains(" 100 ", "50,000 train, 10,000 test", "168.5 MB")
        .contains(DataHome.standard().of(DataRecipe.named("cifar100")).toString());
    assertThat(out.toString())
        .contains("\nfrost ", "6 pictures of ice", "\nimagenet-vgg16-bn ", " ?  ");
  }

  static List<DataRecipe> recipes() {
    return DataRecipe.all();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void showsAllThatARecipeSays(DataRecipe recipe) {
    assertThat(run("show", recipe.name())).isZero();
    assertThat(out.toString())
        .contains(recipe.title(), recipe.licence(), recipe.citation(), recipe.source());
    assertThat(recipe.files())
        .allSatisfy(
            file ->
                assertThat(out.toString())
                    .contains(file.name(), file.checksum(), file.checksumSource())
                    .contains(file.urls()));
  }

  @Test
  void drawnSetsNeedNothing() {
    assertThat(run("fetch", "shapes")).isZero();
    assertThat(out.toString()).contains("Shapes (drawn): nothing to fetch");
    assertThat(run("verify", "shapes")).isZero();
  }

  @Test
  void anUnknownNameIsBadInput() {
    for (String verb : new String[] {"show", "fetch", "verify"}) {
      assertThat(run(verb, "cifar")).isEqualTo(CommandLine.ExitCode.USAGE);
      assertThat(err.toString()).contains("no data set is named \"cifar\"");
    }
  }

  @Test
  void asksForASubcommand() {
    assertThat(run()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("subcommand");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "data";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }
}
