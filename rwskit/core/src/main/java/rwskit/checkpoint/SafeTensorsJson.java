package rwskit.checkpoint;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rwskit.file.BadInputException;
import rwskit.weights.Tensor;

/** Reads the JSON of a safetensors header strictly: what is not as the format says is refused. */
final class SafeTensorsJson {
  /** What JSON allows behind a backslash. */
  private static final String ESCAPED = "\"\\/bfnrtu";

  private final Path file;
  private final String text;
  private final JsonReader json;
  private final List<SafeTensorsHeader.Entry> entries = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  SafeTensorsJson(Path file, String text) {
    this.file = file;
    this.text = text;
    json = new JsonReader(new StringReader(text));
  }

  SafeTensorsHeader parse(long dataStart) {
    try {
      requireStrict();
      Set<String> seen = new HashSet<>();
      json.beginObject();
      while (json.hasNext()) {
        String name = json.nextName();
        if (!seen.add(name)) {
          throw new BadInputException("%s: the header names %s twice".formatted(file, name));
        }
        if (name.equals(SafeTensorsHeader.METADATA)) {
          readMetadata();
        } else {
          entries.add(readEntry(name));
        }
      }
      json.endObject();
      json.peek(); // refuses text after the closing brace
    } catch (IOException | IllegalStateException e) {
      // Gson's messages advise, on this and further lines, to be less strict.
      String reason =
          String.valueOf(e.getMessage())
              .replaceFirst("^Use JsonReader.* to accept ", "")
              .replaceFirst("(?s)\\R.*", "");
      throw new BadInputException(
          "%s: the safetensors header is not the JSON that was expected: %s"
              .formatted(file, reason),
          e);
    }
    return new SafeTensorsHeader(dataStart, entries, metadata);
  }

  /**
   * What Gson's reader takes though JSON forbids it: control characters and two escapes. Versions
   * from 2.11 on can be told to refuse them, but a notebook's kernel may bring an older one.
   */
  private void requireStrict() throws IOException {
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString && c < ' ') {
        throw new IOException("a string has the control character " + (int) c);
      } else if (inString && c == '\\') {
        i++;
        if (i < text.length() && ESCAPED.indexOf(text.charAt(i)) < 0) {
          throw new IOException("a string has a backslash before " + (int) text.charAt(i));
        }
      } else if (c == '"') {
        inString = !inString;
      }
    }
  }

  private void readMetadata() throws IOException {
    if (json.peek() == JsonToken.NULL) {
      json.nextNull();
      return;
    }
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      if (metadata.put(key, string("the note " + key)) != null) {
        throw new BadInputException("%s: the header has the note %s twice".formatted(file, key));
      }
    }
    json.endObject();
  }

  private SafeTensorsHeader.Entry readEntry(String name) throws IOException {
    ElementType type = null;
    long[] shape = null;
    long[] offsets = null;
    json.beginObject();
    while (json.hasNext()) {
      String field = json.nextName();
      boolean first =
          switch (field) {
            case "dtype" -> type == null;
            case "shape" -> shape == null;
            case "data_offsets" -> offsets == null;
            default -> false;
          };
      if (!first) {
        throw bad(name, "has a second or unknown field " + field);
      }
      switch (field) {
        case "dtype" -> type = type(name, string("the type of tensor " + name));
        case "shape" -> shape = numbers(name, field);
        default -> offsets = numbers(name, field);
      }
    }
    json.endObject();
    if (type == null || shape == null || offsets == null || offsets.length != 2) {
      throw bad(name, "needs dtype, shape and two data_offsets");
    }
    requireRange(name, type, shape, offsets);
    return new SafeTensorsHeader.Entry(name, type, shape, offsets[0], offsets[1]);
  }

  private void requireRange(String name, ElementType type, long[] shape, long[] offsets) {
    if (type.bytes() == 0) {
      if (offsets[1] < offsets[0]) {
        throw bad(name, "ends before it begins: its data_offsets are " + Arrays.toString(offsets));
      }
      return;
    }
    long size;
    try {
      size =
          type.dtype().isPresent()
              ? Tensor.byteCount(type.dtype().get(), shape)
              : Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
    } catch (BadInputException | ArithmeticException e) {
      throw new BadInputException(
          "%s: tensor %s cannot be read: %s".formatted(file, name, e.getMessage()), e);
    }
    if (offsets[1] - offsets[0] != size) {
      throw bad(
          name,
          "of type %s and shape %s needs %s bytes, its data_offsets are %s"
              .formatted(type.name(), Arrays.toString(shape), size, Arrays.toString(offsets)));
    }
  }

  private ElementType type(String name, String text) {
    if (!text.matches("\\w{1,40}")) {
      throw bad(name, "has a type that is no name of one");
    }
    return ElementType.inSafeTensors(text);
  }

  private String string(String what) throws IOException {
    if (json.peek() != JsonToken.STRING) {
      throw new BadInputException("%s: %s is not a string".formatted(file, what));
    }
    return json.nextString();
  }

  private long[] numbers(String name, String field) throws IOException {
    List<Long> numbers = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      String text = json.peek() == JsonToken.NUMBER ? json.nextString() : "";
      // Eighteen digits fit a long; no file is that long.
      if (!text.matches("[0-9]{1,18}")) {
        throw bad(name, "has a %s that is not a whole number from 0".formatted(field));
      }
      numbers.add(Long.parseLong(text));
    }
    json.endArray();
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private BadInputException bad(String name, String what) {
    return new BadInputException("%s: tensor %s %s".formatted(file, name, what));
  }
}
