package rwskit.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.dataset.FileCheck.State;
import rwskit.file.Archive;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;

class FetchingTest {
  private static final String TAG = "\"tag\"";

  @TempDir static Path keys;
  @TempDir Path folder;

  private final Quiet quiet = new Quiet();
  private final byte[] plain = "some weights".getBytes(UTF_8);
  private LoopbackServer server;
  private DataHome home;
  private Path small;
  private byte[] zip;

  @BeforeEach
  void serve() throws IOException {
    server = LoopbackServer.https(keys);
    quiet.client = server.client();
    home = new DataHome(folder.resolve("data"));
    small = home.folder().resolve("small");
    zip = zip("outer/one.txt", "1", "outer/in/two.txt", "22");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void filesComeIntoTheirFolderOnce() throws IOException {
    DataRecipe recipe = SmallRecipe.of(weights(server.at("/w", whole(plain))));
    assertThat(states(recipe)).containsExactly(State.ABSENT);
    fetch(recipe);
    assertThat(small.resolve("weights")).hasBinaryContent(plain);
    assertThat(states(recipe)).containsExactly(State.PRESENT);
    assertThat(names(small)).containsExactly("weights");
    fetch(recipe);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aDamagedFileIsFetchedAgain() throws IOException {
    DataRecipe recipe = SmallRecipe.of(weights(server.at("/w", whole(plain))));
    Files.createDirectories(small);
    Files.writeString(small.resolve("weights"), "some_weights");
    assertThat(states(recipe)).containsExactly(State.DAMAGED);
    assertThat(recipe.verify(home).get(0).toString())
        .startsWith("damaged   weights: SHA-256 ")
        .contains("expected " + sha256(plain));
    fetch(recipe);
    assertThat(states(recipe)).containsExactly(State.PRESENT);
  }

  @Test
  void archivesAreUnpackedWithoutTheFolderAroundThem() throws IOException {
    DataRecipe recipe = SmallRecipe.of(archive(server.at("/a", whole(zip))));
    fetch(recipe);
    assertThat(small.resolve("one.txt")).hasContent("1");
    assertThat(small.resolve("in/two.txt")).hasContent("22");
    assertThat(names(small)).containsExactly("in", "one.txt", "small.zip.sha256");
    assertThat(small.resolve("small.zip.sha256"))
        .hasContent(
            "%s  one.txt%n%s  in/two.txt%n"
                .formatted(sha256("1".getBytes(UTF_8)), sha256("22".getBytes(UTF_8))));
    assertThat(recipe.verify(home))
        .containsExactly(
            new FileCheck("one.txt", State.PRESENT, ""),
            new FileCheck("in/two.txt", State.PRESENT, ""));
  }

  @Test
  void whatIsGoneOrDamagedOfAnArchiveIsPutBack() throws IOException {
    DataRecipe recipe = SmallRecipe.of(archive(server.at("/a", whole(zip))));
    fetch(recipe);
    Files.delete(small.resolve("one.txt"));
    Files.writeString(small.resolve("in/two.txt"), "23");
    Files.writeString(small.resolve("in/mine.txt"), "mine");
    Files.writeString(small.resolve("mine.txt"), "mine");
    assertThat(states(recipe)).containsExactly(State.ABSENT, State.DAMAGED);
    fetch(recipe);
    assertThat(states(recipe)).containsExactly(State.PRESENT, State.PRESENT);
    assertThat(small.resolve("mine.txt")).hasContent("mine");
  }

  @Test
  void anArchiveWithoutWhatItShouldHoldChangesNothing() throws IOException {
    byte[] other = zip("outer/three.txt", "3");
    DataFile archive = archive(other, server.at("/a", whole(other)));
    assertThatThrownBy(() -> fetch(SmallRecipe.of(archive)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("small.zip holds no one.txt");
    assertThat(names(small)).containsExactly(".fetch");
  }

  @Test
  void aHostileArchiveChangesNothing() throws IOException {
    byte[] hostile = zip("one.txt", "1", "in/two.txt", "2", "../../escaped", "x");
    DataFile archive = archive(hostile, server.at("/a", whole(hostile)));
    assertThatThrownBy(() -> fetch(SmallRecipe.of(archive)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("../../escaped leads out of the folder");
    assertThat(names(small)).containsExactly(".fetch");
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(path -> path.toString().contains("escaped"))).isEmpty();
    }
  }

  @Test
  void roomIsNeededForTheArchiveAndWhatIsInIt() {
    quiet.space = 2L * zip.length - 1;
    DataRecipe recipe = SmallRecipe.of(archive(server.at("/a", whole(zip))));
    assertThatThrownBy(() -> fetch(recipe))
        .hasMessageContaining("%d bytes are needed".formatted(2 * zip.length));
    quiet.space++;
    fetch(recipe);
    assertThat(states(recipe)).containsOnly(State.PRESENT);
  }

  @Test
  void aFileThatIsHereIsCheckedAndUsedWithoutTheNetwork() throws IOException {
    DataRecipe recipe = SmallRecipe.of(archive(server.at("/a", LoopbackServer.status(404))));
    Path here = Files.createDirectories(folder.resolve("downloads")).resolve("small.zip");
    Files.write(here, Arrays.copyOf(zip, zip.length - 1));
    assertThatThrownBy(() -> fetchFrom(here, recipe))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(here + " is another file: ");
    Files.write(here, zip);
    fetchFrom(here, recipe);
    assertThat(states(recipe)).containsOnly(State.PRESENT);
    assertThat(here).hasBinaryContent(zip);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aFolderWithTheFileWillDo() throws IOException {
    DataRecipe recipe = SmallRecipe.of(weights(server.at("/w", LoopbackServer.status(404))));
    Path here = Files.createDirectories(folder.resolve("downloads"));
    assertThatThrownBy(() -> fetchFrom(here, recipe))
        .hasMessage("%s has no weights: expected that file, or a folder with it", here);
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> fetchFrom(none, recipe)).hasMessageContaining("there is no " + none);
    Files.write(here.resolve("weights"), plain);
    fetchFrom(here, recipe);
    assertThat(states(recipe)).containsOnly(State.PRESENT);
    assertThat(here.resolve("weights")).hasBinaryContent(plain);
  }

  @Test
  void anArchiveThatLiesInTheFolderIsUnpackedThere() throws IOException {
    DataRecipe recipe = SmallRecipe.of(archive(server.at("/a", LoopbackServer.status(404))));
    Files.createDirectories(small);
    Files.write(small.resolve("small.zip"), zip);
    fetch(recipe);
    assertThat(states(recipe)).containsOnly(State.PRESENT);
    assertThat(small.resolve("small.zip")).hasBinaryContent(zip);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void whoChangesTheCopyDoesNotChangeTheOriginal() throws IOException {
    DataRecipe recipe = SmallRecipe.of(weights(server.at("/w", whole(plain))));
    Path here = folder.resolve("weights");
    byte[] other = "other weights".getBytes(UTF_8);
    Files.write(here, other);
    assertThatThrownBy(() -> fetchFrom(here, recipe)).isInstanceOf(BadInputException.class);
    fetch(recipe);
    assertThat(here).hasBinaryContent(other);
    Files.write(here, plain);
    Files.delete(small.resolve("weights"));
    fetchFrom(here, recipe);
    Files.writeString(small.resolve("weights"), "!", StandardOpenOption.APPEND);
    assertThat(here).hasBinaryContent(plain);
  }

  @Test
  void anotherFileThatDoesAsWellIsTaken() throws IOException {
    byte[] repacked = "the same in other packing".getBytes(UTF_8);
    DataFile second = file("weights", repacked, List.of());
    DataFile both =
        new DataFile(
            "weights",
            List.of(server.at("/w", LoopbackServer.status(404))),
            plain.length,
            0,
            sha256(plain),
            null,
            null,
            "test",
            null,
            0,
            null,
            List.of(second));
    Path here = Files.write(folder.resolve("weights"), repacked);
    fetchFrom(here, SmallRecipe.of(both));
    assertThat(small.resolve("weights")).hasBinaryContent(repacked);
    assertThat(states(SmallRecipe.of(both))).containsExactly(State.PRESENT);
  }

  @Test
  void unpackedFilesOfKnownChecksumsAreTakenToo() throws IOException {
    DataFile archive =
        new DataFile(
            "small.zip",
            List.of(),
            zip.length,
            0,
            sha256(zip),
            null,
            null,
            "test",
            Archive.ZIP,
            10,
            List.of(
                file("one.txt", "1".getBytes(UTF_8), List.of()),
                file("in/two.txt", "22".getBytes(UTF_8), List.of())),
            null);
    DataRecipe recipe = SmallRecipe.of(archive);
    Path here = Files.createDirectories(folder.resolve("unpacked"));
    Files.createDirectories(here.resolve("in"));
    Files.writeString(here.resolve("one.txt"), "1");
    Files.writeString(here.resolve("in/two.txt"), "23");
    assertThatThrownBy(() -> fetchFrom(here, recipe))
        .hasMessageContaining(here.resolve("in/two.txt") + " is another file");
    Files.writeString(here.resolve("in/two.txt"), "22");
    fetchFrom(here, recipe);
    assertThat(states(recipe)).containsExactly(State.PRESENT, State.PRESENT);
  }

  @Test
  void filesWithoutAKnownChecksumAreSaidToBeUnchecked() throws IOException {
    DataRecipe recipe = SmallRecipe.of(archive(server.at("/a", LoopbackServer.status(404))));
    Files.createDirectories(small.resolve("in"));
    Files.writeString(small.resolve("one.txt"), "1");
    assertThat(states(recipe)).containsExactly(State.UNCHECKED, State.ABSENT);
    Files.writeString(small.resolve("in/two.txt"), "22");
    assertThat(states(recipe)).containsExactly(State.UNCHECKED, State.UNCHECKED);
    fetch(recipe);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void severalAtOnceFetchOnce() {
    DataRecipe recipe =
        SmallRecipe.of(
            weights(server.at("/w", whole(plain))), archive(server.at("/a", whole(zip))));
    List<CompletableFuture<Void>> both =
        Stream.generate(() -> CompletableFuture.runAsync(() -> fetch(recipe))).limit(4).toList();
    both.forEach(CompletableFuture::join);
    assertThat(states(recipe)).containsOnly(State.PRESENT);
    assertThat(server.requests()).containsExactly("/w", "/a");
  }

  @Test
  void whatCannotBeFetchedSaysWhatToDo() {
    DataRecipe recipe = SmallRecipe.of(file("weights", plain, List.of()));
    assertThatThrownBy(() -> fetch(recipe))
        .isInstanceOf(BadInputException.class)
        .hasMessage("weights cannot be fetched. Put it there.");
  }

  @Test
  void aDamagedRecordIsNamed() throws IOException {
    DataRecipe recipe = SmallRecipe.of(archive(server.at("/a", whole(zip))));
    fetch(recipe);
    Files.writeString(small.resolve("small.zip.sha256"), sha256(zip) + "  /etc/passwd\n");
    assertThatThrownBy(() -> recipe.verify(home))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("small.zip.sha256 is damaged");
  }

  private void fetch(DataRecipe recipe) {
    new Fetching(recipe, home, quiet, Optional.empty()).run();
  }

  private void fetchFrom(Path from, DataRecipe recipe) {
    new Fetching(recipe, home, quiet, Optional.of(from)).run();
  }

  private List<State> states(DataRecipe recipe) {
    return recipe.verify(home).stream().map(FileCheck::state).toList();
  }

  private DataFile weights(String url) {
    return file("weights", plain, List.of(url));
  }

  private DataFile archive(String url) {
    return archive(zip, url);
  }

  private static DataFile archive(byte[] bytes, String url) {
    return new DataFile(
        "small.zip",
        List.of(url),
        bytes.length,
        0,
        sha256(bytes),
        null,
        null,
        "test",
        Archive.ZIP,
        10,
        List.of(Verification.fileOf("one.txt", ""), Verification.fileOf("in/two.txt", "")),
        null);
  }

  private static DataFile file(String name, byte[] bytes, List<String> urls) {
    return new DataFile(
        name, urls, bytes.length, 0, sha256(bytes), null, null, "test", null, 0, null, null);
  }

  private static LoopbackServer.Reply whole(byte[] bytes) {
    return LoopbackServer.whole(bytes, TAG);
  }

  private static String sha256(byte[] bytes) {
    return new Sha256().add(bytes).hex();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] zip(String... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndContents[i]));
        zip.write(namesAndContents[i + 1].getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
