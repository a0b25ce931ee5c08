package rwskit.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.file.Archive.Limits;
import rwskit.file.Archive.Member;

class ArchiveTest {
  private static final Limits LIMITS = new Limits(1 << 20, 100);
  private static final String LONG =
      "outer/"
          + "folder-of-a-rather-long-name/".repeat(5)
          + "a-file-whose-name-is-also-quite-long-so-that-no-field-of-ustar-holds-it-"
          + "x".repeat(60)
          + ".txt";

  @TempDir Path temporary;
  private Path folder;
  private final List<Member> members = new ArrayList<>();

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectories(temporary.resolve("around/inside"));
  }

  /** Written by GNU tar in the formats of these names. */
  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax", "ustar", "v7"})
  void whatTarWritesIsUnpacked(String format) throws IOException {
    Path archive = Path.of("src/test/resources/archives", format + ".tar.gz");
    Archive.TAR_GZ.unpack(archive, folder, LIMITS, members::add);
    assertThat(folder.resolve("outer/short.txt")).hasContent("short");
    assertThat(folder.resolve("outer/grüße.txt")).hasContent("Grüße");
    boolean longNames = format.equals("gnu") || format.equals("pax");
    if (longNames) {
      assertThat(folder.resolve(LONG)).hasContent("long");
    }
    assertThat(members).hasSize(longNames ? 3 : 2);
    assertThat(members)
        .allSatisfy(
            member ->
                assertThat(member.sha256()).isEqualTo(Sha256.of(folder.resolve(member.name()))));
  }

  @Test
  void zipIsUnpacked() throws IOException {
    Path archive = zip("a/", "", "a/one.txt", "1", "two.txt", "22");
    Archive.ZIP.unpack(archive, folder, LIMITS, members::add);
    assertThat(folder.resolve("a/one.txt")).hasContent("1");
    assertThat(folder.resolve("two.txt")).hasContent("22");
    assertThat(members).extracting(Member::name).containsExactly("a/one.txt", "two.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escaped",
        "a/../../escaped",
        "a/..",
        "..",
        "/escaped",
        "//escaped",
        "a//b",
        "a/./b",
        "C:\\escaped",
        "C:escaped",
        "a\\..\\..\\escaped",
        "a\nb",
        "/"
      })
  void noNameLeadsOutOfTheFolder(String name) throws IOException {
    refused(Archive.TAR, tar(member(name, '0', "x")), "is not unpacked");
    refused(Archive.TAR, tar(member(name, '5', "")), "is not unpacked");
    refused(Archive.ZIP, zip(name, "x"), "is not unpacked");
    nothingOutside();
  }

  @Test
  void longNamesAreLookedAtToo() throws IOException {
    byte[] gnu = join(member("././@LongLink", 'L', "../escaped\0"), member("harmless", '0', "x"));
    refused(Archive.TAR, tar(gnu), "../escaped leads out");
    byte[] pax = join(member("pax", 'x', "19 path=../escaped\n"), member("harmless", '0', "x"));
    refused(Archive.TAR, tar(pax), "../escaped leads out");
    nothingOutside();
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '4', '6', 'S', 'V'})
  void linksDevicesAndUnknownThingsAreRefused(char type) throws IOException {
    refused(Archive.TAR, tar(member("thing", type, "")), "thing is");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aLinkInAZipBecomesAPlainFile() throws IOException {
    byte[] bytes = Files.readAllBytes(zip("link", "../../around"));
    // External attributes of a symbolic link, in the only entry of the directory at the end.
    int entry = new String(bytes, ISO_8859_1).indexOf("PK\1\2");
    bytes[entry + 5] = 3;
    bytes[entry + 41] = (byte) 0xa1;
    Archive.ZIP.unpack(written("zip", bytes), folder, LIMITS, members::add);
    assertThat(folder.resolve("link")).isRegularFile().hasContent("../../around");
    assertThat(Files.isSymbolicLink(folder.resolve("link"))).isFalse();
  }

  @Test
  void noFileIsWrittenTwiceOrTakenForAFolder() throws IOException {
    refused(
        Archive.TAR,
        tar(join(member("a", '0', "1"), member("./a", '0', "2"))),
        "./a is there twice");
    assertThat(folder.resolve("a")).hasContent("1");
    Files.delete(folder.resolve("a"));
    assertThatThrownBy(
            () ->
                Archive.TAR.unpack(
                    tar(join(member("b", '0', "1"), member("b/c", '0', "2"))),
                    folder,
                    LIMITS,
                    members::add))
        .isInstanceOf(BadInputException.class);
    assertThat(folder.resolve("b")).hasContent("1");
  }

  @Test
  void moreBytesThanAllowedAreNotWritten() throws IOException {
    Limits few = new Limits(1000, 100);
    Path bomb = written("tar", gzip(tarBytes(member("bomb", '0', "0".repeat(1_000_000)))));
    assertThat(Files.size(bomb)).isLessThan(5000);
    assertThatThrownBy(() -> Archive.TAR_GZ.unpack(bomb, folder, few, members::add))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("bomb goes beyond the 1,000 bytes that are allowed");
    Path zip = zip("bomb", "0".repeat(1_000_000));
    assertThatThrownBy(() -> Archive.ZIP.unpack(zip, clean(), few, members::add))
        .hasMessageContaining("bomb goes beyond the 1,000 bytes that are allowed");
    assertThat(Files.size(folder.resolve("bomb"))).isLessThanOrEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(chars = {'L', 'K', 'x', 'g'})
  void noNameOfAnyLengthIsTakenIntoMemory(char type) throws IOException {
    byte[] announced = sealed(header("name", type, 1 << 30));
    refused(Archive.TAR, tar(announced), "name is a header of 1,073,741,824 bytes");
    byte[] longest = member("name", type, "0".repeat(1 << 17));
    refused(Archive.TAR, tar(longest), "name is a header of 131,072 bytes");
  }

  @Test
  void namesBeforeNamesEndNoStack() throws IOException {
    ByteArrayOutputStream chain = new ByteArrayOutputStream();
    byte[] link = member("././@LongLink", 'L', "a");
    for (int i = 0; i < 50_000; i++) {
      chain.write(link);
    }
    Path archive = tar(join(chain.toByteArray(), member("b", '0', "x")));
    Limits many = new Limits(1000, 100_000);
    Archive.TAR.unpack(archive, folder, many, members::add);
    assertThat(members).extracting(Member::name).containsExactly("a");
  }

  @Test
  void moreFilesThanAllowedAreNotWritten() throws IOException {
    Limits few = new Limits(1000, 2);
    for (char type : new char[] {'0', '5', 'x', 'g', 'L'}) {
      byte[] three = join(member("a", type, ""), member("b", type, ""), member("c", type, ""));
      assertThatThrownBy(() -> Archive.TAR.unpack(tar(three), clean(), few, members::add))
          .hasMessageContaining("more than the 2 files that are allowed");
    }
    Path zip = zip("a", "", "b", "", "c", "");
    assertThatThrownBy(() -> Archive.ZIP.unpack(zip, clean(), few, members::add))
        .hasMessageContaining("more than the 2 files that are allowed");
  }

  @Test
  void whatIsCutShortAtAnyPlaceIsRefused() throws IOException {
    byte[] whole = join(member("a", '0', "1".repeat(700)), member("b", '0', "2"));
    for (int length = 1; length < whole.length; length += 97) {
      if (length % 512 == 0) {
        continue;
      }
      Path cut = written("tar", Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Archive.TAR.unpack(cut, clean(), LIMITS, members::add))
          .as("cut after %d bytes", length)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("is damaged or cut short");
    }
    byte[] zip = Files.readAllBytes(zip("a", "1".repeat(700)));
    Path cut = written("zip", Arrays.copyOf(zip, zip.length / 2));
    refused(Archive.ZIP, cut, "is damaged or cut short");
  }

  @Test
  void damageIsNoticed() throws IOException {
    byte[] tar = tarBytes(member("a", '0', "1"));
    tar[3] ^= 1;
    refused(Archive.TAR, written("tar", tar), "a header's checksum is wrong");
    byte[] zip = Files.readAllBytes(zip("name", "content that is stored or deflated"));
    int crc = new String(zip, ISO_8859_1).indexOf("PK\1\2") + 16;
    zip[crc] ^= 1;
    refused(Archive.ZIP, written("zip", zip), "is damaged or cut short");
    byte[] absurd = header("a", '0', 0);
    absurd[124] = (byte) 0xbf;
    Arrays.fill(absurd, 125, 136, (byte) 0xff);
    refused(Archive.TAR, tar(sealed(absurd)), "a size is absurd");
  }

  private void refused(Archive kind, Path archive, String reason) {
    assertThatThrownBy(() -> kind.unpack(archive, folder, LIMITS, members::add))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(archive.toString())
        .hasMessageContaining(reason);
  }

  private void nothingOutside() throws IOException {
    try (Stream<Path> found = Files.walk(temporary)) {
      assertThat(found.filter(path -> path.toString().contains("escaped"))).isEmpty();
    }
  }

  private Path clean() throws IOException {
    return folder = Files.createTempDirectory(temporary, "clean");
  }

  private Path written(String suffix, byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(temporary, "archive", "." + suffix), bytes);
  }

  private Path zip(String... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndContents[i]));
        zip.write(namesAndContents[i + 1].getBytes(UTF_8));
      }
    }
    return written("zip", bytes.toByteArray());
  }

  private Path tar(byte[] content) throws IOException {
    return written("tar", tarBytes(content));
  }

  private static byte[] tarBytes(byte[] content) {
    return join(content, new byte[1024]);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] member(String name, char type, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    byte[] padded = Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512);
    return join(sealed(header(name, type, bytes.length)), padded);
  }

  private static byte[] header(String name, char type, int size) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, "%011o".formatted(size));
    header[156] = (byte) type;
    put(header, 257, "ustar\00000");
    return header;
  }

  private static byte[] sealed(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
