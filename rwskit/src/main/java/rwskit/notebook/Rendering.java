package rwskit.notebook;

import java.util.Map;

/**
 * A value as a notebook shows it.
 *
 * @param mimeType the kind of {@code content}
 * @param content text, or the Base64 form of bytes
 * @param metadata what Jupyter is told about the content, such as a picture's width
 * @param plainText the same for a front end that shows only text
 */
record Rendering(String mimeType, String content, Map<String, Object> metadata, String plainText) {

  static final String HTML = "text/html";
  static final String PNG = "image/png";

  static Rendering html(String content, String plainText) {
    return new Rendering(HTML, content, Map.of(), plainText);
  }
}
