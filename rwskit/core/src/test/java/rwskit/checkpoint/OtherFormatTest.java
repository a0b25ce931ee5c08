package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rwskit.file.BadInputException;

/** Other programs' files under a checkpoint's name. */
class OtherFormatTest {
  @TempDir Path folder;

  /** First bytes, with {@code ~} before two hexadecimal digits, and what the message says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "~1f~8b~08~00 | is packed by gzip; unpack it first",
        "~fd7zXZ~00~00 | is packed by xz; unpack",
        "BZh91AY | is packed by bzip2",
        "(~b5/~fd~04 | is packed by zstd",
        "~89HDF~0d~0a~1a~0a | is an HDF5 file, as Keras writes; load it",
        "~93NUMPY~01~00 | is a NumPy array",
        "GGUF~03~00~00~00 | is a GGUF file",
        "~1c~00~00~00TFL3 | is a TensorFlow Lite model",
        "version https://git-lfs.github.com/spec/v1~0aoid sha256:1 | is a Git LFS pointer",
        "/annex/objects/MD5E-s1 | is a git-annex pointer",
        "~0a~0a <!DOCTYPE html><html> | is a web page (HTML); the download did not bring the file",
        "<html lang=en> | is a web page (HTML)",
        "<?xml version='1.0'?><Error><Code>AccessDenied</Code> | is an XML text; the download",
        "{'message': 'Not Found'} | is a JSON text without a weight_map",
        "[1, 2, 3, 4, 5] | is a JSON text",
        "model_checkpoint_path: 'model' | the text that names a TensorFlow checkpoint",
        "Access denied for you and me | is a text that begins 'Access denied for you and me'",
        "~08~07~12~07pytorch~1a~051.9.0 | looks like an ONNX model",
        "~08~09~3a~10abcdefgh~00~01 | looks like an ONNX model",
        "~08~05~12~20~0a~1e~0a~05image | looks like a Core ML model",
        "~08~01~12~b2~01~0a~05serve | looks like a TensorFlow model",
        "~82~a6params~81~a5Dense | looks like MessagePack, as Flax writes; load it",
        "~de~00~20~a6params~81~a5Dense | looks like MessagePack",
        "Zugang für niemanden | is a text that begins 'Zugang",
        "PK~05~06~00~00~00~00~00~00 | is a zip archive without a file in it",
        "~80~04}~94. | a pickle, but not one that torch.save wrote; load it where it comes from",
        "~00~00~00~00~00~00~00~00~00~00 | begins with 10 zeros; it was not written",
        "~01~02~03~04~05~06~07~08~09 | it has 9 bytes, which begin as neither does",
        "~89PNG~0d~0a~1a~0a~00 | is a PNG picture"
      })
  void isNamedWithWhatToDo(String start, String said) throws IOException {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < start.length(); i++) {
      if (start.charAt(i) == '~') {
        bytes.append((char) Integer.parseInt(start.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.append(start.charAt(i) == '\'' ? '"' : start.charAt(i));
      }
    }
    boolean isWords = start.chars().anyMatch(c -> c > 0xff || c == 'ü');
    assertSaid(bytes.toString().getBytes(isWords ? UTF_8 : ISO_8859_1), said);
  }

  @Test
  void aTarArchiveAndAnEmptyFileAreNamed() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("a.pth".getBytes(ISO_8859_1), 0, tar, 0, 5);
    System.arraycopy("ustar".getBytes(ISO_8859_1), 0, tar, 257, 5);
    assertSaid(tar, "is a tar archive; unpack it first");
    System.arraycopy("sys_info".getBytes(ISO_8859_1), 0, tar, 0, 8);
    assertSaid(tar, "is a tar archive as PyTorch wrote in 2016; in Python torch.save(");
    assertSaid(new byte[0], "is empty; nothing was written to it");
  }

  /** Names in a zip archive, and what the message says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config.json metadata.json model.weights.h5 | is a Keras model; load it in Keras",
        "a.npy b.npy | is an archive of NumPy arrays (.npz); in Python",
        "serialized_exported_program.json x | is a program of torch.export",
        "readme.txt model/best.pth | is a zip archive with the file model/best.pth; unpack it",
        "readme.txt | is a zip archive, but no PyTorch checkpoint"
      })
  void archivesAreNamedByWhatIsInThem(String names, String said) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (String name : names.split(" ")) {
      entries.put(name, new byte[] {1});
    }
    assertSaid(TorchFiles.deflated(entries), said);
  }

  private void assertSaid(byte[] content, String said) throws IOException {
    Path file = Files.write(folder.resolve("weights.pth"), content);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(said)
        .message()
        .doesNotContain("\n")
        .hasSizeLessThan(500);
  }
}
