package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.SafeTensors;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class DiffCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private String write(String name, Map<String, Tensor> tensors) {
    Path file = folder.resolve(name);
    SafeTensors.write(file, StateDict.of(tensors), Map.of());
    return file.toString();
  }

  private static Map<String, Tensor> network(float second, long... shape) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("features.0.weight", Tensor.of(new float[] {3, 4}, 2));
    tensors.put("features.3.weight", Tensor.of(new float[] {3, second}, shape));
    return tensors;
  }

  @Test
  void saysWhichTensorsDifferAndByHowMuch() {
    assertThat(run("diff", write("a", network(4, 2)), write("b", network(5, 2)))).isZero();
    assertThat(out.toString())
        .contains("features.0.weight  the same, bit for bit")
        .contains("features.3.weight  [2]  relative 0.200000  largest 1.00")
        .contains("1 tensors differ");
  }

  @Test
  void saysWhatIsMissingOrOfAnotherShapeOrType() {
    Map<String, Tensor> a = network(4, 2);
    Map<String, Tensor> b = network(4, 2, 1);
    a.put("old", Tensor.of(new float[1], 1));
    b.put("new", Tensor.of(new float[1], 1));
    a.put("count", Tensor.of(DType.I64, new long[0], ByteBuffer.allocate(8)));
    b.put("count", Tensor.of(DType.I64, new long[0], ByteBuffer.allocate(8).put(0, (byte) 1)));
    assertThat(run("diff", write("a", a), write("b", b))).isZero();
    assertThat(out.toString())
        .containsPattern("features.3.weight +F32\\[2] against F32\\[2, 1]")
        .containsPattern("old +only in .*a")
        .containsPattern("new +only in .*b")
        .containsPattern("count +I64\\[] against I64\\[], other values")
        .contains("4 tensors differ");
  }

  @Test
  void aMissingFileIsBadInput() {
    assertThat(run("diff", write("a", network(4, 2)), folder.resolve("none").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("none").hasLineCount(1);
  }

  @Test
  void inspectGivesStatisticsWhenAsked() {
    assertThat(run("inspect", "--stats", write("a", network(-4, 2)))).isZero();
    assertThat(out.toString())
        .contains("min -4.000  max 3.000  mean -0.5000  sd 3.500  norm 5.000");
  }
}
