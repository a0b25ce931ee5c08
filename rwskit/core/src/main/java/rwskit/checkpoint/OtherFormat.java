package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says what a file is that is no checkpoint, by its first bytes: people give checkpoints' names to
 * other programs' files, to packed ones, and to web pages that a download left in their place.
 */
final class OtherFormat {
  private static final int LOOKED_AT = 4096;
  private static final int SHOWN = 40;

  private static final String NEITHER = "is no safetensors file and no PyTorch checkpoint: it ";

  private static final String DOWNLOAD =
      "; the download did not bring the file: fetch it anew, with a login if the server asks";

  private static final String UNPACK = "; unpack it first, and give the file that was in it";

  private static final String EXPORT =
      "; load it where it comes from, and save its weights with safetensors";

  /** Where a file begins so, it is that. Letters stand for their bytes, of one each. */
  private static final List<Magic> MAGICS =
      List.of(
          new Magic(0, "\u001f\u008b", "packed by gzip" + UNPACK),
          new Magic(0, "\u00fd7zXZ\0", "packed by xz" + UNPACK),
          new Magic(0, "BZh", "packed by bzip2" + UNPACK),
          new Magic(0, "(\u00b5/\u00fd", "packed by zstd" + UNPACK),
          new Magic(0, "7z\u00bc\u00af\u0027\u001c", "a 7-Zip archive" + UNPACK),
          new Magic(0, "Rar!\u001a\u0007", "a RAR archive" + UNPACK),
          new Magic(
              0,
              "sys_info\0",
              "a tar archive as PyTorch wrote in 2016; in Python"
                  + " torch.save(torch.load(FILE, weights_only=False), 'weights.pth') saves it anew,"
                  + " if you trust the file"),
          new Magic(0, "PK\u0005\u0006", "a zip archive without a file in it"),
          new Magic(257, "ustar", "a tar archive" + UNPACK),
          new Magic(0, "\u0089HDF\r\n\u001a\n", "an HDF5 file, as Keras writes" + EXPORT),
          new Magic(0, "\u0093NUMPY", "a NumPy array, without a name" + EXPORT),
          new Magic(0, "GGUF", "a GGUF file, as llama.cpp reads" + EXPORT),
          new Magic(0, "lmgg", "a GGML file" + EXPORT),
          new Magic(0, "tjgg", "a GGML file" + EXPORT),
          new Magic(4, "TFL3", "a TensorFlow Lite model" + EXPORT),
          new Magic(4, "ET12", "an ExecuTorch program" + EXPORT),
          new Magic(0, "MATLAB 5.0 MAT", "a MATLAB file" + EXPORT),
          new Magic(0, "PAR1", "a Parquet table; weights were expected"),
          new Magic(0, "SQLite format 3\0", "an SQLite data base; weights were expected"),
          new Magic(0, "\u0089PNG", "a PNG picture; weights were expected"),
          new Magic(0, "\u00ff\u00d8\u00ff", "a JPEG picture; weights were expected"),
          new Magic(0, "%PDF", "a PDF document; weights were expected"),
          new Magic(
              0,
              "version https://git-lfs",
              "a Git LFS pointer, in place of the file that it names; git lfs pull fetches that"),
          new Magic(
              0, "/annex/objects/", "a git-annex pointer; git annex get fetches the file itself"));

  /** A map whose first key is a short text. */
  private static final Pattern MESSAGE_PACK =
      Pattern.compile("(?:[\u0081-\u008f]|\u00de..)[\u00a1-\u00bf][ -~]", Pattern.DOTALL);

  private OtherFormat() {}

  private record Magic(int at, String bytes, String name) {
    boolean begins(String start) {
      return start.startsWith(bytes, at);
    }
  }

  /**
   * @return what the file is and what to do, as the end of a sentence that begins with the file
   */
  static String describe(MappedFile mapped) throws IOException {
    return NEITHER + kind(mapped);
  }

  private static String kind(MappedFile mapped) throws IOException {
    if (mapped.size() == 0) {
      return "is empty; nothing was written to it, or the download did not begin";
    }
    String start = latin(mapped.range(0, Math.min(mapped.size(), LOOKED_AT)));
    for (Magic magic : MAGICS) {
      if (magic.begins(start)) {
        return "is " + magic.name;
      }
    }
    if (start.chars().allMatch(c -> c == 0)) {
      return "begins with %s zeros; it was not written or fetched to the end"
          .formatted(start.length());
    }
    if (isText(mapped.range(0, start.length()))) {
      return text(start);
    }
    if (isTensorFlowIndex(mapped)) {
      return "is the index of a TensorFlow checkpoint" + EXPORT;
    }
    return fields(start)
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT, "has %,d bytes, which begin as neither does", mapped.size()));
  }

  private static String latin(ByteBuffer bytes) {
    return ISO_8859_1.decode(bytes).toString();
  }

  private static boolean isText(ByteBuffer start) throws IOException {
    CharBuffer text = CharBuffer.allocate(start.remaining());
    // What is cut off at the end is no error.
    if (UTF_8.newDecoder().decode(start, text, false).isError()) {
      return false;
    }
    return text.flip()
        .chars()
        .allMatch(c -> c >= ' ' && c != 0x7f || c == '\n' || c == '\r' || c == '\t' || c == '\f');
  }

  private static String text(String start) {
    String words = start.replaceFirst("^\u00ef\u00bb\u00bf", "").strip();
    String lower = words.toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype html")
        || lower.startsWith("<html")
        || lower.contains("<body")) {
      return "is a web page (HTML)" + DOWNLOAD;
    }
    if (lower.startsWith("<")) {
      return "is an XML text" + DOWNLOAD;
    }
    if (lower.startsWith("{") || lower.startsWith("[")) {
      return "is a JSON text without a weight_map; weights, or the index of a checkpoint in"
          + " shards, were expected";
    }
    if (lower.startsWith("model_checkpoint_path:")) {
      return "is the text that names a TensorFlow checkpoint" + EXPORT;
    }
    return "is a text that begins '%s'; weights were expected"
        .formatted(words.substring(0, Math.min(SHOWN, words.length())));
  }

  /** A table of LevelDB's form, which ends in a number of its own. */
  private static boolean isTensorFlowIndex(MappedFile mapped) throws IOException {
    return mapped.size() >= 8
        && mapped.range(mapped.size() - 8, 8).getLong() == 0xdb4775248b80fb57L;
  }

  /** These have no first bytes of their own, but fields in their order. */
  private static Optional<String> fields(String start) {
    boolean isVersion = start.length() > 4 && start.charAt(0) == 8 && start.charAt(1) < 32;
    if (isVersion && start.charAt(1) == 1) {
      return Optional.of("looks like a TensorFlow model" + EXPORT);
    }
    if (isVersion && start.charAt(2) == 0x12 && start.charAt(4) < ' ') {
      return Optional.of("looks like a Core ML model" + EXPORT);
    }
    if (isVersion && (start.charAt(2) == 0x12 || start.charAt(2) == 0x3a)) {
      return Optional.of("looks like an ONNX model" + EXPORT);
    }
    if (MESSAGE_PACK.matcher(start).lookingAt()) {
      return Optional.of("looks like MessagePack, as Flax writes" + EXPORT);
    }
    if (isVersion && start.contains("serve") || start.contains("\u0012\u000bPlaceholder")) {
      return Optional.of("looks like a TensorFlow graph" + EXPORT);
    }
    return Optional.empty();
  }
}
