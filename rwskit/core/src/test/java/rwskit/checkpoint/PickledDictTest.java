package rwskit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rwskit.checkpoint.TorchFiles.PROTOCOL_2;
import static rwskit.checkpoint.TorchFiles.integer;
import static rwskit.checkpoint.TorchFiles.latin;
import static rwskit.checkpoint.TorchFiles.number;
import static rwskit.checkpoint.TorchFiles.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.Tensor;

/** Pickles of arrays as NumPy writes them, and such as it never would. */
class PickledDictTest {
  private static final String EMPTY =
      "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K\u0000tU\u0001btR";

  @TempDir Path folder;

  private PickledDict read(String pickle) throws IOException {
    Path file = folder.resolve("arrays");
    Files.write(file, latin(PROTOCOL_2 + pickle));
    return PickledDict.read(file);
  }

  /**
   * A dict of one array under the key "data"; shape is what stands between a tuple's parentheses.
   */
  private static String array(String type, String order, String shape, String flag, String bytes) {
    return "}"
        + text("data")
        + EMPTY
        + "(K\u0001("
        + shape
        + "tcnumpy\ndtype\n(U\u0002"
        + type
        + "K\u0000K\u0001tR(K\u0003U\u0001"
        + order
        + "NNNtb"
        + flag
        + "T"
        + number(bytes.length())
        + bytes
        + "tbs.";
  }

  @Test
  void arraysComeInRowMajorOrderHoweverTheyWereSaved() throws IOException {
    String shape = "K\u0002K\u0003";
    Tensor rows = read(array("u1", "|", shape, "\u0089", "abcdef")).array("data");
    assertThat(rows.dtype()).isEqualTo(DType.U8);
    assertThat(rows.shape()).containsExactly(2, 3);
    assertThat(rows.toString()).isEqualTo(read(fortran(shape)).array("data").toString());
    assertThat(rows).isEqualTo(read(fortran(shape)).array("data"));
  }

  private static String fortran(String shape) {
    return array("u1", "|", shape, "\u0088", "adbecf");
  }

  @Test
  void wholeNumbersOfAnyWidthAreLabels() throws IOException {
    String two = "K\u0002";
    String minusOne = "\u00ff".repeat(8);
    String wide = "\u0007" + "\u0000".repeat(7) + minusOne;
    assertThat(read(array("i8", "<", two, "\u0089", wide)).integers("data")).containsExactly(7, -1);
    assertThat(read(array("u1", "|", two, "\u0089", "\u0007\u00ff")).integers("data"))
        .containsExactly(7, 255);
    assertThat(read("}" + text("data") + "](K\u0007J\u00ff\u00ff\u00ff\u00ffes.").integers("data"))
        .containsExactly(7, -1);
    assertBad("data at place 1 is no whole", "}" + text("data") + "](K\u0001Nes.");
    String large = "}" + text("data") + "](" + integer(1L << 31) + "es.";
    assertBad("data at place 0 is no whole number of 32 bits", large);
  }

  private void assertBad(String reason, String pickle) {
    assertThatThrownBy(() -> read(pickle).integers("data"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(folder.resolve("arrays").toString())
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n",
        "c__builtin__\neval\n",
        "cnumpy.core.multiarray\nscalar\n",
        "cnumpy\nload\n",
        "c_codecs\ndecode\n",
        "ctorch._utils\n_rebuild_tensor_v2\n",
        "ccollections\nOrderedDict\n"
      })
  void nothingElseMayBeNamed(String global) {
    String name = global.strip().substring(1).replace('\n', '.');
    assertBad("names " + name + ", which no dict of arrays needs; nothing of it was run", global);
  }

  @Test
  void damagedArraysAreRefused() {
    assertBad("[2, 3] has 5 bytes; 6", array("u1", "|", "K\u0002K\u0003", "\u0089", "abcde"));
    assertBad("big-endian", array("i4", ">", "K\u0001", "\u0089", "abcd"));
    assertBad("a type other than", array("O8", "|", "K\u0001", "\u0089", "abcdefgh"));
    String negative = "J\u00ff\u00ff\u00ff\u00ff";
    assertBad("shape is not of", array("u1", "|", negative, "\u0089", ""));
    String huge = integer(1L << 40) + integer(1L << 40);
    assertBad("overflows", array("u1", "|", huge, "\u0089", "a"));
    assertBad("big as 2 GiB".substring(7), array("u1", "|", integer(1L << 40), "\u0089", "a"));
    assertBad("other state", array("u1", "|", "K\u0001", "N", "a"));
    assertBad("is no list", "}" + text("data") + "K\u0001s.");
    assertBad("has no data: found labels", "}" + text("labels") + "]s.");
    assertBad("holds no dict", "].");
    assertBad("what lies outside", "(tQ.");
    assertBad("is truncated", "}" + text("data") + "T" + number(9) + "ab");
    assertBad("no function", "cnumpy\nndarray\n)R.");
  }

  @Test
  void aShortPickleCannotMakeManyBytes() {
    String encoded = "c_codecs\nencode\n(h\u0001" + text("latin1") + "tR";
    assertBad("more bytes than it has", text("a".repeat(5000)) + "q\u0001" + encoded.repeat(99));
    assertBad("otherwise than in latin1", encoded.replace("h\u0001", "K\u0001"));
  }

  @Test
  void whatIsNoPickleIsSaid() throws IOException {
    Path file = Files.write(folder.resolve("text"), latin("(dp0\nS'data'\n"));
    assertThatThrownBy(() -> PickledDict.read(file))
        .hasMessage(file + " (13 bytes) is no pickle of protocol 2 to 5");
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThatThrownBy(() -> PickledDict.read(empty)).hasMessageContaining("(0 bytes)");
  }

  @Test
  void aPickleCutAnywhereIsRefused() throws IOException {
    Path whole = Path.of("../src/test/resources/data/cifar-10-batches-py/data_batch_4");
    byte[] bytes = Files.readAllBytes(whole);
    Path file = folder.resolve("cut");
    for (int length = 0; length < bytes.length; length += length < 200 ? 1 : 97) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> PickledDict.read(file)).isInstanceOf(BadInputException.class);
    }
  }
}
