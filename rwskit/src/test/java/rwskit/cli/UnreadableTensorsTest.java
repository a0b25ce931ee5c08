package rwskit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.SafeTensors;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Tensors of types that the kit lacks: passed over where not needed, else refused by name. */
class UnreadableTensorsTest {
  private static final Path FOLDER = Path.of(System.getProperty("rwskit.fixtures"), "signatures");
  private static final String REFUSED = "tensor %s is of type F8_E4M3; only [F64, ";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeNetworksWithAMask() throws IOException {
    for (String kind : List.of("pretrained", "standard", "robust0")) {
      StateDict weights = SafeTensors.read(FOLDER.resolve("vgg16-" + kind + ".safetensors"));
      SafeTensors.write(
          file(kind), weights.with("features.0.mask", Tensor.of(new float[2], 2)), Map.of());
      makeUnreadable(kind, "features.0.mask");
    }
  }

  @Test
  void whatIsNoWeightIsPassedOverByName() {
    assertDone(merging("rws", "--layers", "4"));
    StateDict merged = SafeTensors.read(file("out"));
    assertDone(extracting("--layers", "4", "--arch", "vgg16"));
    assertThat(merged)
        .isEqualTo(
            rwskit.signature.Patch.of(SafeTensors.read(file("standard")))
                .add(Signature.read(file("out")))
                .weights());
    assertDone(merging("task-arithmetic"));
    assertThat(out.toString()).contains("left out: features.0.mask (F8_E4M3)");
    assertDone(merging("copy", "--tensors", "features.0.*"));
    assertThat(out.toString()).contains("tensors changed: 2 of");
  }

  @Test
  void aWeightThatIsNeededIsRefusedInOneSentence() throws IOException {
    makeUnreadable("standard", "features.2.weight");
    String refused = REFUSED.formatted("features.2.weight");
    assertRefused(refused, merging("task-arithmetic"));
    assertRefused(refused, merging("copy"));
    assertRefused(refused, merging("copy", "--layers", "2"));
    assertRefused(refused, merging("copy", "--tensors", "features.2.*"));
    assertRefused(refused, extracting("--layers", "2", "--arch", "vgg16"));
    assertDone(merging("copy", "--layers", "1"));
    assertDone(merging("copy", "--tensors", "features.0.*"));
    assertDone(extracting("--layers", "1"));
  }

  @Test
  void theOtherNetworksAreReadAsTheFirst() throws IOException {
    makeUnreadable("robust0", "features.2.weight");
    String misfit = "features.2.weight is of type F8_E4M3 in the robust weights, which cannot be";
    assertRefused(misfit, merging("copy"));
    assertRefused(misfit, extracting("--tensors", "features.2.*"));
    assertDone(merging("copy", "--layers", "1"));
    makeUnreadable("pretrained", "features.2.bias");
    assertRefused("features.2.bias is of type F8_E4M3 in the pretrained weights", merging("rws"));
    assertRefused(REFUSED.formatted("features.2.bias"), extracting("--tensors", "features.2.*"));
  }

  /** Gives a tensor of four bytes an element a type of one, and four times the elements. */
  private void makeUnreadable(String network, String name) throws IOException {
    byte[] file = Files.readAllBytes(file(network));
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header = new String(file, 8, length, UTF_8);
    String odd =
        Pattern.compile("(\"%s\":\\{\"dtype\":\")F32(\",\"shape\":\\[[0-9,]*)".formatted(name))
            .matcher(header)
            .replaceFirst("$1F8_E4M3$2,4");
    assertThat(odd).isNotEqualTo(header);
    byte[] json = odd.getBytes(UTF_8);
    Files.write(
        file(network),
        ByteBuffer.allocate(file.length - length + json.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(file, 8 + length, file.length - 8 - length)
            .array());
  }

  private String[] merging(String method, String... options) {
    return command(List.of("merge", "--method", method), options);
  }

  private String[] extracting(String... options) {
    return command(List.of("extract"), options);
  }

  private String[] command(List<String> start, String... options) {
    List<String> arguments = new ArrayList<>(start);
    for (String kind : List.of("pretrained", "standard")) {
      arguments.addAll(List.of("--" + kind, file(kind).toString()));
    }
    arguments.addAll(List.of("--robust", file("robust0").toString()));
    arguments.addAll(List.of("--out", file("out").toString()));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void assertDone(String... arguments) {
    assertThat(run(arguments)).as(err.toString()).isZero();
  }

  private void assertRefused(String reason, String... arguments) {
    file("out").toFile().delete();
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains(reason).hasLineCount(1);
    assertThat(file("out")).doesNotExist();
  }

  private int run(String... arguments) {
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }
}
