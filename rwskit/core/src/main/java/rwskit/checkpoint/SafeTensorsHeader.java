package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * What stands before the tensors of a safetensors file: where each lies, and free-form notes.
 *
 * @param dataStart where the tensors' bytes begin in the file
 * @param entries the tensors in the header's order
 * @param metadata free-form notes
 */
record SafeTensorsHeader(long dataStart, List<Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /** The limit of the Python package, which keeps a damaged length from taking all memory. */
  private static final long LONGEST = 100_000_000;

  /** The first four bytes of a zip archive, little-endian. */
  private static final int ZIP = 0x04034b50;

  /**
   * One tensor's place.
   *
   * @param begin its first byte, counted from the first tensor's
   * @param end one past its last byte
   */
  record Entry(String name, ElementType type, long[] shape, long begin, long end) {
    long size() {
      return end - begin;
    }
  }

  static SafeTensorsHeader read(MappedFile mapped) throws IOException {
    Path file = mapped.file();
    long fileSize = mapped.size();
    if (fileSize < 8) {
      throw new BadInputException(
          "%s is no safetensors file: it has %s bytes, fewer than the 8 of the header's length"
              .formatted(file, fileSize));
    }
    long length = mapped.range(0, 8).getLong();
    if ((int) length == ZIP) {
      throw new BadInputException(
          file
              + " is a zip archive, as torch.save writes; a safetensors file was expected:"
              + " safetensors.torch.save_file writes one from a state dict");
    }
    if (length < 2 || length > Math.min(LONGEST, fileSize - 8)) {
      throw new BadInputException(
          ("%s is no safetensors file, or is truncated: it has %s bytes, and its first eight give"
                  + " the header a length of %s")
              .formatted(file, fileSize, Long.toUnsignedString(length)));
    }
    String json;
    try {
      json = UTF_8.newDecoder().decode(mapped.range(8, length)).toString();
    } catch (CharacterCodingException e) {
      throw new BadInputException(file + ": the safetensors header is not valid UTF-8", e);
    }
    SafeTensorsHeader header = new SafeTensorsJson(file, json).parse(8 + length);
    header.requireContiguous(file, fileSize - header.dataStart);
    return header;
  }

  private void requireContiguous(Path file, long dataSize) {
    long expected = 0;
    for (Entry entry : inDataOrder(entries)) {
      if (entry.begin != expected) {
        throw new BadInputException(
            "%s: tensor %s begins at byte %s of the data, where %s; %s was expected"
                .formatted(
                    file,
                    entry.name,
                    entry.begin,
                    entry.begin < expected ? "another one lies" : "a hole would be left",
                    expected));
      }
      if (entry.end > dataSize) {
        throw new BadInputException(
            "%s: tensor %s ends at byte %s of the data, which has %s; the file is truncated"
                .formatted(file, entry.name, entry.end, dataSize));
      }
      expected = entry.end;
    }
    if (expected != dataSize) {
      throw new BadInputException(
          "%s: %s bytes after the last tensor belong to none".formatted(file, dataSize - expected));
    }
  }

  /**
   * The tensors as their bytes follow each other; an empty one before the one it shares a place.
   */
  static List<Entry> inDataOrder(List<Entry> entries) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    return sorted;
  }

  /** Gives every tensor its place, the widest elements first so that all are aligned. */
  static List<Entry> layOut(StateDict weights) {
    if (weights.contains(METADATA)) {
      throw new BadInputException("safetensors keeps the name " + METADATA + " for its notes");
    }
    List<String> names = new ArrayList<>(weights.names());
    names.sort(Comparator.comparingInt(name -> -weights.get(name).dtype().bytes()));
    Map<String, Entry> places = new HashMap<>();
    long at = 0;
    for (String name : names) {
      Tensor tensor = weights.get(name);
      long end = at + tensor.byteCount();
      places.put(name, new Entry(name, ElementType.of(tensor.dtype()), tensor.shape(), at, end));
      at = end;
    }
    return weights.names().stream().map(places::get).toList();
  }

  /** The bytes before the first tensor: length and JSON, padded with spaces to a multiple of 8. */
  static ByteBuffer encode(List<Entry> entries, Map<String, String> metadata) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name(METADATA).beginObject();
        for (var note : metadata.entrySet()) {
          json.name(note.getKey()).value(note.getValue());
        }
        json.endObject();
      }
      for (Entry entry : entries) {
        json.name(entry.name).beginObject().name("dtype").value(entry.type.name());
        json.name("shape").beginArray();
        for (long extent : entry.shape) {
          json.value(extent);
        }
        json.endArray().name("data_offsets").beginArray();
        json.value(entry.begin).value(entry.end).endArray().endObject();
      }
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory does not fail", e);
    }
    byte[] unpadded = text.toString().getBytes(UTF_8);
    int length = (unpadded.length + 7) / 8 * 8;
    ByteBuffer bytes = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(unpadded);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.flip();
  }
}
