package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import rwskit.recipe.DataHome;
import rwskit.recipe.DataRecipe;

class DataCommandTest {
  @Test
  void listsEveryDataSetWithItsImagesAndPlace() {
    StringWriter out = new StringWriter();
    int status = new CommandLine(new DataCommand()).setOut(new PrintWriter(out)).execute("list");
    assertThat(status).isZero();
    String[] lines = out.toString().split("\\R");
    assertThat(lines).hasSize(1 + DataRecipe.all().size() + 3);
    assertThat(lines[0]).contains("name", "title", "classes", "images", "where");
    assertThat(lines[1])
        .startsWith("shapes ")
        .contains("6,000 train, 1,000 validation, 1,000 test")
        .endsWith("drawn when asked for");
    assertThat(lines[4])
        .startsWith("cifar100 ")
        .contains(" 100 ", "50,000 train, 10,000 test")
        .contains(DataHome.standard().of(DataRecipe.named("cifar100")).toString());
    assertThat(lines[6])
        .startsWith("imagenet-vgg16 ")
        .contains(DataHome.standard().folder().resolve("imagenet-vgg16/vgg16-").toString());
    assertThat(lines[lines.length - 1])
        .startsWith("frost ")
        .contains("6 pictures", DataHome.standard().folder().resolve("frost").toString());
  }

  @Test
  void asksForASubcommand() {
    StringWriter err = new StringWriter();
    int status = new CommandLine(new DataCommand()).setErr(new PrintWriter(err)).execute();
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("list");
  }
}
