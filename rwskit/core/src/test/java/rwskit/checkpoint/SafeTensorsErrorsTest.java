package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class SafeTensorsErrorsTest {
  @TempDir Path folder;

  /** Headers, with ' for ", each before eight bytes of data, and what the reader says to them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 bytes after the last tensor",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | tensor a ends at byte 12",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | tensor a of type F32 and shape"
            + " [2] needs 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | tensor a of type F32 and shape"
            + " [2] needs 8",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | tensor a begins at byte 4 of the"
            + " data, where a hole",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
            + " | tensor b begins at byte 4 of the data, where another",
        "{'a':{'dtype':'F8','shape':[8],'data_offsets':[0,8]}} | tensor a is of type F8; only [F64",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | tensor a has a shape that is not"
            + " a whole",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | tensor a has a shape that is"
            + " not a whole",
        "{'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}} | tensor a has a shape that is"
            + " not a whole",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | tensor a"
            + " cannot be read: shape",
        "{'a':{'dtype':'F32','shape':[1073741824],'data_offsets':[0,4294967296]}} | more than 2"
            + " GiB",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,9]}} | tensor a needs dtype, shape and"
            + " two",
        "{'a':{'dtype':'F32','shape':[2]}} | tensor a needs dtype",
        "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} | second or unknown"
            + " field dtype",
        "{'a':{'dtype':'F32','size':8,'shape':[2],'data_offsets':[0,8]}} | second or unknown field"
            + " size",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[0],'data_offsets':[8,8]}}"
            + " | names a twice",
        "{'a':7} | not the JSON that was expected",
        "{'__metadata__':{'n':7}} | the note n is not a string",
        "{'__metadata__':{'n':'1','n':'2'}} | the note n twice",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} {} | not the JSON that was"
            + " expected: malformed JSON at line 1",
        "{a:{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | not the JSON that was expected",
        "[] | not the JSON that was expected",
      })
  void aContradictoryHeaderIsRefusedWithItsReason(String header, String reason) throws IOException {
    Path file = write(header.replace('\'', '"').getBytes(UTF_8), 8);
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
  }

  /** Gson's reader takes these in versions that a notebook's kernel may bring. */
  @Test
  void stringsThatJsonForbidsAreRefused() throws IOException {
    for (String name : List.of("a\nb", "a\tb", "a\u0001b", "a\\'b", "a\\\nb", "a\\xb")) {
      String header = "{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
      assertRefused(
          write(header.getBytes(UTF_8), 8), "not the JSON that was expected: a string has");
    }
    String allowed =
        "{\"\\\"\\\\\\/\\b\\f\\n"
            + "\\r"
            + "\\t\\u0061\":\r\n"
            + "\t{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    assertThat(SafeTensors.read(write(allowed.getBytes(UTF_8), 8)).names())
        .containsExactly("\"\\/\b\f\n\r\ta");
  }

  @Test
  void filesThatAreNoSafetensorsFilesAreRefused() throws IOException {
    Path file = folder.resolve("short");
    Files.writeString(file, "short");
    assertRefused(file, "it has 5 bytes");
    Files.writeString(file, "PK\u0003\u0004 but no safetensors");
    assertRefused(file, "a zip archive, as torch.save writes");
    Files.writeString(file, "a text, no safetensors");
    assertRefused(file, "no safetensors file, or is truncated");
    assertRefused(folder, "is a folder");
    assertRefused(folder.resolve("absent"), "there is no file");
    assertRefused(write(new byte[] {'{', '"', (byte) 0xff, '"', '}'}, 0), "not valid UTF-8");
  }

  @Test
  void aTensorBehindTwoGibibytesIsRead() throws IOException {
    long far = 3L << 30;
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 3; i++) {
      header.append(
          "\"%d\":{\"dtype\":\"U8\",\"shape\":[1073741824],\"data_offsets\":[%d,%d]},"
              .formatted(i, (long) i << 30, (i + 1L) << 30));
    }
    header.append(
        "\"last\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[%d,%d]}}"
            .formatted(far, far + 1));
    Path file = write(header.toString().getBytes(UTF_8), 0);
    // Nothing is written between, so a file system with sparse files stores a few kilobytes.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {42}), Files.size(file) + far);
    }
    assertThat(SafeTensors.read(file).get("last").bytes().get(0)).isEqualTo((byte) 42);
  }

  @Test
  void aTensorNamedLikeTheMetadataIsNotWritten() {
    StateDict weights = StateDict.of(Map.of("__metadata__", Tensor.of(new float[1], 1)));
    assertThatThrownBy(() -> SafeTensors.write(folder.resolve("f"), weights, Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("__metadata__");
    assertThat(folder.resolve("f")).doesNotExist();
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
  }

  private Path write(byte[] header, int data) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
    Path file = folder.resolve("f.safetensors");
    Files.write(file, bytes.putLong(header.length).put(header).array());
    return file;
  }
}
