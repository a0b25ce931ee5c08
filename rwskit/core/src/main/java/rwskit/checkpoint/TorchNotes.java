package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import rwskit.file.BadInputException;

/**
 * Free-form notes in a PyTorch zip file. PyTorch has no place for them and passes over entries that
 * it does not know, so they lie in one of their own, as JSON.
 */
final class TorchNotes {
  /** The entry's name in the checkpoint's folder. */
  static final String ENTRY = "rwskit.json";

  private static final int MOST_BYTES = 4 << 20;

  private TorchNotes() {}

  static byte[] encode(Map<String, String> notes) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      for (var note : notes.entrySet()) {
        json.name(note.getKey()).value(note.getValue());
      }
      json.endObject();
    }
    return text.toString().getBytes(UTF_8);
  }

  static Map<String, String> read(TorchZip checkpoint) throws IOException {
    Optional<ByteBuffer> bytes = checkpoint.note(ENTRY, MOST_BYTES);
    Map<String, String> notes = new LinkedHashMap<>();
    if (bytes.isPresent()) {
      JsonReader json = new JsonReader(new StringReader(UTF_8.decode(bytes.get()).toString()));
      try {
        json.beginObject();
        while (json.hasNext()) {
          notes.put(json.nextName(), json.nextString());
        }
        json.endObject();
      } catch (IOException | IllegalStateException e) {
        throw new BadInputException(
            "%s: the notes in its entry %s are damaged".formatted(checkpoint.file(), ENTRY), e);
      }
    }
    return notes;
  }
}
