package rwskit.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.file.BadInputException;

class NpyTest {
  @TempDir Path folder;

  /** A file as NumPy writes it, with any text as its header. */
  private Path file(int version, String header, byte... values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("\u0093NUMPY".getBytes(ISO_8859_1));
    bytes.write(version);
    bytes.write(0);
    byte[] text = header.getBytes(UTF_8);
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    length.putInt(text.length);
    bytes.write(length.array(), 0, version == 1 ? 2 : 4);
    bytes.write(text);
    bytes.write(values);
    return Files.write(folder.resolve("a.npy"), bytes.toByteArray());
  }

  private static String header(String type, String shape) {
    return "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape);
  }

  private void assertRefused(Path file, String... parts) {
    assertThatThrownBy(() -> Npy.open(file))
        .isInstanceOf(BadInputException.class)
        .message()
        .contains(parts)
        .contains(file.toString());
  }

  @Test
  void writesTheHeadersThatNumpyWrites() throws IOException {
    Path file = folder.resolve("new/a.npy");
    Npy.write(file, sink -> sink.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6})), 2, 3);
    byte[] bytes = Files.readAllBytes(file);
    // As numpy.save of NumPy 2.4 writes it: room for 21 digits, values from byte 128 on.
    String expected =
        "\u0093NUMPY\u0001\u0000\u0076\u0000{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }";
    expected += " ".repeat(127 - expected.length()) + "\n\u0001\u0002\u0003\u0004\u0005\u0006";
    assertThat(new String(bytes, ISO_8859_1)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "(); (); 128",
        "(7,); 7; 128",
        "(50000, 32, 32, 3); 50000 32 32 3; 128",
        "(5, 10000000000000, 10000000000000, 100000); 5 10000000000000 10000000000000 100000; 128",
        "(5, 10000000000000, 10000000000000, 1000000); 5 10000000000000 10000000000000 1000000; 192"
      })
  void headersEndAtAMultipleOf64(String tuple, String shape, int length) {
    long[] axes =
        shape.equals("()")
            ? new long[0]
            : Arrays.stream(shape.split(" ")).mapToLong(Long::parseLong).toArray();
    byte[] header = NpyHeader.bytes("|u1", axes);
    assertThat(new String(header, ISO_8859_1)).contains("'shape': " + tuple + ", }").endsWith("\n");
    assertThat(header).hasSize(length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsEveryVersion(int version) throws IOException {
    Npy npy = Npy.open(file(version, header("|u1", "(2, 3)"), new byte[] {1, 2, 3, 4, 5, -1}));
    assertThat(npy.shape()).containsExactly(2, 3);
    assertThat(npy.rows()).isEqualTo(2);
    assertThat(npy.type()).isEqualTo("|u1");
    assertThat(npy.bytes(1, 2)).containsExactly(4, 5, -1);
    assertThat(npy.bytes(2, 2)).isEmpty();
    assertThat(npy.integers()).containsExactly(1, 2, 3, 4, 5, 255);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"descr\": \"|u1\", \"fortran_order\": False, \"shape\": (3,)}",
        "  {'shape': (3L,),'descr':'u1' ,\n 'fortran_order' : False , }   ",
        "{'fortran_order': False, 'shape': (3, ), 'descr': '<u1'}"
      })
  void readsOtherSpellingsOfTheHeader(String header) throws IOException {
    assertThat(Npy.open(file(1, header, new byte[] {7, 8, 9})).integers()).containsExactly(7, 8, 9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "|i1; -1 7; -1 7",
        "<i2; -2 -1 7 0; -2 7",
        "<u2; -2 -1 7 0; 65534 7",
        ">i2; -1 -2 0 7; -2 7",
        "<i4; -2 -1 -1 -1 7 0 0 0; -2 7",
        ">u4; 0 0 0 9; 9",
        "<i8; -2 -1 -1 -1 -1 -1 -1 -1; -2",
        "=u8; 5 0 0 0 0 0 0 0; 5"
      })
  void readsLabelsOfEveryWholeNumberType(String type, String bytes, String expected)
      throws IOException {
    int[] values = Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray();
    int[] given = Arrays.stream(bytes.split(" ")).mapToInt(Integer::parseInt).toArray();
    byte[] raw = new byte[given.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) given[i];
    }
    assertThat(Npy.open(file(1, header(type, "(" + values.length + ",)"), raw)).integers())
        .containsExactly(values);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<i8", "<u8", "<u4"})
  void labelsThatDoNotFitAreNamedWithTheirPlace(String type) throws IOException {
    int bytes = type.charAt(2) - '0';
    byte[] values = new byte[2 * bytes];
    Arrays.fill(values, bytes, 2 * bytes, type.startsWith("<i") ? (byte) 0x7F : (byte) -1);
    Npy npy = Npy.open(file(1, header(type, "(2,)"), values));
    assertThatThrownBy(npy::integers)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at place 1: expected a class index")
        .hasMessageNotContaining("has -");
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 256})
  void labelsComeBack(int largest) {
    Path file = folder.resolve("labels.npy");
    Npy.writeLabels(file, 3, 0, largest);
    assertThat(Npy.open(file).type()).isEqualTo(largest < 256 ? "|u1" : "<i8");
    assertThat(Npy.open(file).integers()).containsExactly(3, 0, largest);
  }

  @Test
  void damageIsNamed() throws IOException {
    assertRefused(Files.write(folder.resolve("empty"), new byte[0]), "magic");
    assertRefused(Files.writeString(folder.resolve("page"), "<html>Not found</html>"), "magic");
    assertRefused(file(4, header("|u1", "(0,)")), "version 4.0");
    assertRefused(
        file(1, header("|u1", "(3,)"), (byte) 1), "holds 1 bytes", "needs 3", "cut short");
    assertRefused(file(1, header("|u1", "(1,)"), (byte) 1, (byte) 2), "remove what follows");
    assertRefused(
        file(1, "{'descr': '|u1', 'fortran_order': True, 'shape': (0,), }"), "Fortran order");
    assertRefused(file(2, " ".repeat(10_001)), "header of 10001 bytes");
    assertRefused(folder.resolve("none.npy"), "cannot read");
    Path cut = file(1, header("|u1", "(0,)"));
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 30));
    assertRefused(cut, "ends within its header, after 30 bytes");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 9));
    assertRefused(cut, "ends within its header, after 9 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<f4", "<f8", "|b1", "|O", "<U3", "|S5", "<c8", "<M8[ns]", "<u3", "u16"})
  void otherTypesAreNamed(String type) throws IOException {
    assertRefused(file(1, header(type, "(0,)")), "values of type " + type);
  }

  @Test
  void recordsAreNamed() throws IOException {
    assertRefused(
        file(1, "{'descr': [('a', '<i4'), ('b', '|u1')], 'fortran_order': False, 'shape': (0,), }"),
        "records of type [('a', '<i4'), ('b', '|u1')]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{",
        "not a dictionary",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3,,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-3,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3,) ",
        "{'descr': '|u1', 'fortran_order': False}",
        "{'descr': '|u1', 'fortran_order': 0, 'shape': (3,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': '(3,)', }",
        "{'descr': True, 'fortran_order': False, 'shape': (3,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), 'shape': (3,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), 'more': (3,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), } + {}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,), }"
      })
  void aHeaderThatIsNoSuchDictionaryIsShown(String header) throws IOException {
    assertRefused(file(1, header, (byte) 1, (byte) 2, (byte) 3), "has a header that is not");
  }

  @Test
  void aShapeThatNoFileCanHoldIsNamed() throws IOException {
    assertRefused(
        file(1, header("<i8", "(999999999999999999, 999999999999999999)")), "more than any file");
  }

  @Test
  void rowsThatDoNotExistAreRefused() throws IOException {
    Npy npy = Npy.open(file(1, header("|u1", "(2,)"), (byte) 1, (byte) 2));
    assertThatThrownBy(() -> npy.bytes(1, 3)).hasMessageContaining("has rows 0 to 1");
    assertThatThrownBy(() -> npy.bytes(-1, 1)).isInstanceOf(BadInputException.class);
    byte[] bytes = Files.readAllBytes(npy.file());
    Files.write(npy.file(), Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> npy.bytes(0, 2)).hasMessageContaining("became shorter");
  }

  @Test
  void runsOfAFileAbove2GiBAreRead() throws IOException {
    Path file = folder.resolve("large.npy");
    int rowBytes = 64 * 64 * 3;
    int rows = 250_000;
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      byte[] header = NpyHeader.bytes("|u1", rows, 64, 64, 3);
      channel.write(ByteBuffer.wrap(header));
      channel.write(ByteBuffer.wrap(new byte[] {42}), header.length + (long) rows * rowBytes - 1);
    }
    NpyImages images = NpyImages.open(file);
    assertThat(images.size()).isEqualTo(rows);
    byte[] last = images.pixels(rows - 2, rows);
    assertThat(last).hasSize(2 * rowBytes);
    assertThat(last[2 * rowBytes - 1]).isEqualTo((byte) 42);
    assertThatThrownBy(() -> images.pixels(0, rows))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at most 2 GiB at once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(3,)", "(1, 3)", "(1, 1, 3)", "(1, 1, 1, 1, 3)", "(3, 1, 1, 2)", "(0, 0, 2, 3)"})
  void imagesOfAnotherShapeAreNamed(String shape) throws IOException {
    long count =
        Arrays.stream(shape.split("[(), ]+"))
            .filter(part -> !part.isEmpty())
            .mapToLong(Long::parseLong)
            .reduce(1, (a, b) -> a * b);
    Path file = file(1, header("|u1", shape), new byte[(int) count]);
    assertThatThrownBy(() -> NpyImages.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected images as N×height×width×3");
  }

  @Test
  void imagesOfAnotherTypeAreNamed() throws IOException {
    Path file = file(1, header("<i4", "(0, 2, 2, 3)"));
    assertThatThrownBy(() -> NpyImages.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("type <i4: expected images of uint8");
  }

  @Test
  void contentOfAnotherLengthLeavesNoFile() {
    Path file = folder.resolve("short.npy");
    assertThatThrownBy(() -> Npy.write(file, sink -> sink.write(ByteBuffer.allocate(5)), 2, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("5 bytes of values in place of 6");
    assertThat(folder).isEmptyDirectory();
  }
}
