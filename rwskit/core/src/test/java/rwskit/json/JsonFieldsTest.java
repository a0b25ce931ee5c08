package rwskit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
  private static final JsonFields FIELDS =
      JsonFields.of(
          "{\"text\":\"ten\",\"number\":0.1,\"whole\":9007199254740993,\"null\":null,"
              + "\"list\":[\"a\",\"b\"],\"numbers\":[3,1],\"object\":{\"x\":\"1\",\"y\":\"2\"},"
              + "\"split\":\"TEST\"}");

  private enum Split {
    TRAIN,
    TEST
  }

  @Test
  void valuesAreAsTheyWereWritten() {
    assertThat(FIELDS.string("text")).isEqualTo("ten");
    assertThat(FIELDS.number("number")).isEqualTo(.1);
    assertThat(FIELDS.single("number")).isEqualTo(.1f);
    assertThat(FIELDS.longInteger("whole")).isEqualTo(9007199254740993L);
    assertThat(FIELDS.strings("list")).containsExactly("a", "b");
    assertThat(FIELDS.integers("numbers")).containsExactly(3, 1);
    assertThat(FIELDS.longIntegers("numbers")).containsExactly(3L, 1L);
    assertThat(FIELDS.singles("numbers")).containsExactly(3f, 1f);
    assertThat(FIELDS.stringMap("object").toString()).isEqualTo("{x=1, y=2}");
    assertThat(FIELDS.constant("split", Split.class)).isEqualTo(Split.TEST);
    assertThat(FIELDS.string("nowhere", "else")).isEqualTo("else");
    assertThat(FIELDS.string("null", null)).isNull();
    assertThat(FIELDS.has("null")).isFalse();
  }

  @Test
  void whatIsNotAsExpectedIsNamed() {
    for (String missing : List.of("null", "nowhere")) {
      assertThatThrownBy(() -> FIELDS.get(missing))
          .isInstanceOf(JsonParseException.class)
          .hasMessage("the field " + missing + " is missing");
    }
    assertThatThrownBy(() -> FIELDS.integer("text"))
        .isInstanceOf(JsonParseException.class)
        .hasMessage("field text: a number was expected, found a string");
    assertThatThrownBy(() -> FIELDS.integer("whole"))
        .isInstanceOf(JsonParseException.class)
        .hasMessageStartingWith("field whole: ");
    assertThatThrownBy(() -> FIELDS.integer("number"))
        .isInstanceOf(JsonParseException.class)
        .hasMessageStartingWith("field number: ");
    assertThatThrownBy(() -> FIELDS.strings("numbers"))
        .isInstanceOf(JsonParseException.class)
        .hasMessage("field numbers: a string was expected, found a number");
    assertThatThrownBy(() -> FIELDS.strings("object"))
        .isInstanceOf(JsonParseException.class)
        .hasMessage("field object: an array was expected, found an object");
    assertThatThrownBy(() -> FIELDS.constant("text", Split.class))
        .isInstanceOf(JsonParseException.class)
        .hasMessageStartingWith("field text: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "null", "word", "{", "{\"a\":1}{}"})
  void whatIsNoObjectIsRefused(String text) {
    assertThatThrownBy(() -> JsonFields.of(text)).isInstanceOf(JsonParseException.class);
  }
}
