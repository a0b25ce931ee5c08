package rwskit.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test vectors of FIPS 180-4, as published by NIST in its examples. */
class Sha256Test {
  private static final String OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void theStandardsExamplesComeOut() {
    assertThat(new Sha256().hex()).isEqualTo(OF_NOTHING);
    assertThat(new Sha256().add("abc".getBytes(US_ASCII)).hex()).isEqualTo(OF_ABC);
  }

  @Test
  void piecesCountAsTheirWhole() {
    assertThat(
            new Sha256()
                .add("a".getBytes(US_ASCII))
                .add(ByteBuffer.wrap("xbcx".getBytes(US_ASCII), 1, 2))
                .hex())
        .isEqualTo(OF_ABC);
  }

  @Test
  void aBufferIsLeftAsItWas() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[10], 2, 3);
    new Sha256().add(buffer);
    assertThat(buffer.position()).isEqualTo(2);
    assertThat(buffer.remaining()).isEqualTo(3);
  }

  @Test
  void afterTheFingerprintANewOneBegins() {
    Sha256 sha = new Sha256().add(new byte[5]);
    sha.hex();
    assertThat(sha.hex()).isEqualTo(OF_NOTHING);
  }

  @Test
  void aFileHasTheFingerprintOfItsBytes(@TempDir Path folder) throws IOException {
    byte[] bytes = new byte[3 * (1 << 16) + 17];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(folder.resolve("file"), bytes);
    assertThat(Sha256.of(file)).isEqualTo(new Sha256().add(bytes).hex());
    assertThat(Sha256.of(Files.createFile(folder.resolve("empty")))).isEqualTo(OF_NOTHING);
    assertThatThrownBy(() -> Sha256.of(folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
