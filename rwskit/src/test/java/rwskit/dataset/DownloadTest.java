package rwskit.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.dataset.LoopbackServer.Reply;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.progress.Progress;

class DownloadTest {
  private static final int SIZE = 300_000;
  private static final int HALF = SIZE / 2;
  private static final String TAG = "\"first\"";

  @TempDir static Path keys;
  @TempDir Path folder;

  private LoopbackServer server;
  private final Quiet quiet = new Quiet();
  private final byte[] content = new byte[SIZE];
  private final byte[] other = new byte[SIZE];
  private Path part;

  @BeforeEach
  void serve() {
    new Random(1).nextBytes(content);
    new Random(2).nextBytes(other);
    server = LoopbackServer.https(keys);
    quiet.client = server.client();
    part = folder.resolve("file.part");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFileArrivesWithProgressAndSpeed() throws IOException {
    fetch(server.at("/file", LoopbackServer.whole(content, TAG)));
    assertThat(part).hasBinaryContent(content);
    assertThat(folder).isDirectoryContaining("glob:**/file.part");
    List<Progress> moving = quiet.shown.stream().filter(reading -> reading.total() > 0).toList();
    assertThat(moving).isNotEmpty();
    Progress last = moving.get(moving.size() - 1);
    assertThat(last.task()).isEqualTo("file from 127.0.0.1, in kB");
    assertThat(last.done()).isEqualTo(300).isEqualTo(last.total());
    assertThat(last.perSecond()).isPositive();
    assertThat(last.line()).contains("100 %", "/s");
  }

  @Test
  void whatWasCutGoesOnWhereItStopped() {
    String url =
        server.at(
            "/file",
            LoopbackServer.cut(content, TAG, HALF, SIZE),
            LoopbackServer.whole(content, TAG));
    fetch(url);
    assertThat(part).hasBinaryContent(content);
    assertThat(rest("/file", " if " + TAG)).isPositive();
    assertThat(quiet.pauses).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void anotherRunGoesOnToo() throws IOException {
    Reply cut = LoopbackServer.cut(content, TAG, HALF, SIZE);
    Reply gone = LoopbackServer.status(404);
    String url = server.at("/file", cut, gone, LoopbackServer.whole(content, TAG));
    assertThatThrownBy(() -> fetch(url)).hasMessageContaining("answer 404");
    assertThat(Files.size(part)).isPositive();
    fetch(url);
    assertThat(part).hasBinaryContent(content);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void aServerThatIgnoresRangesSendsAllAgain() throws IOException {
    Files.write(part, Arrays.copyOf(other, HALF));
    fetch(server.at("/file", LoopbackServer.always(content)));
    assertThat(part).hasBinaryContent(content);
    assertThat(rest("/file", "")).isEqualTo(HALF);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aFileThatChangesBetweenPartsIsFetchedAnew() {
    String url =
        server.at(
            "/file",
            LoopbackServer.cut(other, TAG, HALF, SIZE),
            LoopbackServer.whole(content, "\"second\""));
    fetch(url);
    assertThat(part).hasBinaryContent(content);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aPartOfAnotherVersionIsNotTaken() {
    String url =
        server.at(
            "/file",
            LoopbackServer.cut(content, TAG, HALF, SIZE),
            LoopbackServer.part(content, "\"second\"", HALF),
            LoopbackServer.whole(content, "\"second\""));
    fetch(url);
    assertThat(part).hasBinaryContent(content);
    assertThat(server.requests()).hasSize(3).last().isEqualTo("/file");
  }

  @Test
  void aPartThatBeginsElsewhereIsNotTaken() throws IOException {
    Files.write(part, Arrays.copyOf(content, HALF));
    String url =
        server.at(
            "/file",
            LoopbackServer.part(content, TAG, HALF - 1),
            LoopbackServer.whole(content, TAG));
    fetch(url);
    assertThat(part).hasBinaryContent(content);
  }

  @Test
  void whatBeganAtOneMirrorGoesOnAtAnother() {
    fetch(
        server.at("/a", LoopbackServer.cut(content, TAG, HALF, SIZE), LoopbackServer.status(404)),
        server.at("/b", LoopbackServer.whole(content, "\"elsewhere\"")));
    assertThat(part).hasBinaryContent(content);
    assertThat(rest("/b", "")).isPositive();
  }

  @Test
  void halvesThatDoNotBelongTogetherAreFetchedAnew() {
    fetch(
        server.at("/a", LoopbackServer.cut(other, TAG, HALF, SIZE), LoopbackServer.status(404)),
        server.at("/b", LoopbackServer.whole(content, "\"elsewhere\"")));
    assertThat(part).hasBinaryContent(content);
    assertThat(server.requests()).last().isEqualTo("/b");
  }

  @Test
  void aServerThatStallsIsAskedAgain() {
    quiet.stall = Duration.ofMillis(500);
    String url =
        server.at("/file", server.stalled(content, HALF), LoopbackServer.whole(content, TAG));
    fetch(url);
    assertThat(part).hasBinaryContent(content);
    assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void whoAlwaysStallsIsGivenUpAndTheNextAsked() {
    quiet.stall = Duration.ofMillis(500);
    fetch(
        server.at("/a", server.stalled(content, 0)),
        server.at("/b", LoopbackServer.whole(content, TAG)));
    assertThat(part).hasBinaryContent(content);
    assertThat(server.requests()).filteredOn("/a"::equals).hasSize(4);
    assertThat(quiet.pauses).extracting(Duration::toSeconds).startsWith(2L, 4L, 8L);
  }

  @ParameterizedTest
  @ValueSource(longs = {SIZE + 1, SIZE - 1, 10L * SIZE})
  void anotherLengthThanStatedIsRefusedBeforeAnythingComes(long length) {
    byte[] wrong = Arrays.copyOf(content, (int) length);
    assertThatThrownBy(() -> fetch(server.at("/file", LoopbackServer.whole(wrong, TAG))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("it has %,d bytes there, expected 300,000", length);
    assertThat(part).doesNotExist();
  }

  @Test
  void moreThanStatedIsNotTakenFromAServerThatDoesNotSay() throws IOException {
    byte[] much = Arrays.copyOf(content, 20 * SIZE);
    assertThatThrownBy(() -> fetch(server.at("/file", LoopbackServer.unmeasured(much))))
        .hasMessageContaining("it sends more than 300,000 bytes");
    assertThat(Files.size(part)).isLessThanOrEqualTo(SIZE);
  }

  @Test
  void withoutAStatedLengthAMaximumHolds() {
    DataFile unmeasured =
        new DataFile(
            "file",
            List.of(
                server.at("/much", LoopbackServer.whole(Arrays.copyOf(content, 400_001), TAG)),
                server.at("/right", LoopbackServer.unmeasured(content))),
            0,
            400_000,
            null,
            sha256().substring(0, 8),
            null,
            "test",
            null,
            0,
            null,
            null);
    run(unmeasured);
    assertThat(part).hasBinaryContent(content);
    assertThat(server.requests()).containsExactly("/much", "/right");
  }

  @Test
  void aCutWithoutAStatedLengthShowsInTheNumberOfBytes() {
    Reply cut = LoopbackServer.unmeasured(Arrays.copyOf(content, HALF));
    fetch(server.at("/file", cut, LoopbackServer.whole(content, TAG)));
    assertThat(part).hasBinaryContent(content);
    assertThat(rest("/file", "")).isEqualTo(HALF);
  }

  @Test
  void wrongBytesAreThrownAwayAndTheNextMirrorIsAsked() throws IOException {
    String wrong = server.at("/wrong", LoopbackServer.whole(other, TAG));
    fetch(wrong, server.at("/right", LoopbackServer.whole(content, TAG)));
    assertThat(part).hasBinaryContent(content);
    Files.delete(part);
    assertThatThrownBy(() -> fetch(wrong))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not the file that is meant: SHA-256 ")
        .hasMessageContaining("expected " + sha256());
    assertThat(part).doesNotExist();
  }

  @Test
  void anMd5IsAChecksumToo() throws Exception {
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    String url = server.at("/file", LoopbackServer.whole(content, TAG));
    run(new DataFile("file", List.of(url), SIZE, 0, null, null, md5, "t", null, 0, null, null));
    assertThat(part).hasBinaryContent(content);
    String not = "0".repeat(32);
    DataFile wrong =
        new DataFile("file", List.of(url), SIZE, 0, null, null, not, "t", null, 0, null, null);
    assertThatThrownBy(() -> run(wrong)).hasMessageContaining("MD5 " + md5 + ", expected 000");
  }

  @Test
  void redirectsAmongHttpsAreFollowed() {
    String target = server.at("/target", LoopbackServer.whole(content, TAG));
    String relative = server.at("/relative", LoopbackServer.status(302, "Location", "/target"));
    fetch(server.at("/file", LoopbackServer.status(307, "Location", relative)));
    assertThat(part).hasBinaryContent(content);
    assertThat(server.requests()).containsExactly("/file", "/relative", "/target");
    assertThat(target).startsWith("https://");
  }

  @Test
  void aRedirectToPlainHttpIsNotFollowed() {
    try (LoopbackServer plain = LoopbackServer.http()) {
      String insecure = plain.at("/file", LoopbackServer.whole(content, TAG));
      String url = server.at("/file", LoopbackServer.status(301, "Location", insecure));
      assertThatThrownBy(() -> fetch(url))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(insecure + " is not HTTPS");
      assertThatThrownBy(() -> fetch(insecure)).hasMessageContaining(insecure + " is not HTTPS");
      assertThat(plain.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"/file, more than 8 redirects", "https://[, malformed", "ftp://a/b, not HTTPS"})
  void redirectsThatLeadNowhereEnd(String target, String reason) {
    String url = server.at("/file", LoopbackServer.status(302, "Location", target));
    assertThatThrownBy(() -> fetch(url)).hasMessageContaining(reason);
    assertThat(server.requests()).hasSizeLessThan(10);
  }

  @Test
  void aBusyServerIsAskedAgainWhenItSays() {
    String url =
        server.at(
            "/file",
            LoopbackServer.status(429, "Retry-After", "7"),
            LoopbackServer.status(503, "Retry-After", "Fri, 2 Jan 2026 03:04:35 GMT"),
            LoopbackServer.status(503, "Retry-After", "soon"),
            LoopbackServer.whole(content, TAG));
    fetch(url);
    assertThat(part).hasBinaryContent(content);
    assertThat(quiet.pauses).extracting(Duration::toSeconds).containsExactly(7L, 30L, 8L);
  }

  @Test
  void whoIsBusyForLongIsLeftForTheNext() {
    fetch(
        server.at("/a", LoopbackServer.status(503, "Retry-After", "86400")),
        server.at("/b", LoopbackServer.status(500)),
        server.at("/c", LoopbackServer.status(404)),
        server.at("/d", LoopbackServer.whole(content, TAG)));
    assertThat(part).hasBinaryContent(content);
    assertThat(server.requests()).containsExactly("/a", "/b", "/b", "/b", "/b", "/c", "/d");
    assertThat(quiet.pauses).extracting(Duration::toSeconds).containsExactly(2L, 4L, 8L);
  }

  @Test
  void whenNobodyHasTheFileEveryReasonIsTold() {
    String first = server.at("/a", LoopbackServer.status(404));
    String second = server.at("/b", LoopbackServer.status(403));
    assertThatThrownBy(() -> fetch(first, second))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "cannot fetch file (%s: answer 404; %s: answer 403): try again later, or put it there"
                + " with --from",
            first, second);
  }

  @Test
  void aFullDiskIsNoticedBeforeAnythingIsWritten() throws IOException {
    quiet.space = SIZE - 1;
    assertThatThrownBy(() -> fetch(server.at("/a", LoopbackServer.whole(content, TAG))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("300,000 bytes are needed")
        .hasMessageContaining("299,999 are free")
        .hasMessageContaining("RWSKIT_DATA");
    assertThat(part).doesNotExist();
    quiet.space = HALF;
    Files.write(part, Arrays.copyOf(content, HALF));
    fetch(server.at("/b", LoopbackServer.whole(content, TAG)));
    assertThat(part).hasBinaryContent(content);
  }

  @Test
  void aServerThatNobodyVouchesForIsNotAskedTwice() {
    String url = server.at("/file", LoopbackServer.whole(content, TAG));
    DataFile file = file(url);
    quiet.client = new FetchEnvironment().client();
    assertThatThrownBy(() -> run(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("certif");
    assertThat(server.requests()).isEmpty();
    assertThat(quiet.pauses).isEmpty();
  }

  @Test
  void anInterruptEndsItAndKeepsWhatHasCome() throws IOException {
    Files.write(part, Arrays.copyOf(content, HALF));
    String url = server.at("/file", LoopbackServer.whole(content, TAG));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> fetch(url))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.size(part)).isEqualTo(HALF);
  }

  @Test
  void aFileOfThisMachineIsCopiedAndChecked() throws IOException {
    Path here = Files.write(folder.resolve("here"), content);
    fetch(here.toUri().toString());
    assertThat(part).hasBinaryContent(content);
    Files.write(here, other);
    assertThatThrownBy(() -> fetch(here.toUri().toString()))
        .hasMessageContaining("not the file that is meant");
  }

  private void fetch(String... urls) {
    run(file(urls));
  }

  private void run(DataFile file) {
    new Download(file, part, quiet, new DownloadProgress(quiet.display(), "file", 1, 1)).run();
  }

  private DataFile file(String... urls) {
    return new DataFile(
        "file", List.of(urls), SIZE, 0, sha256(), null, null, "test", null, 0, null, null);
  }

  private String sha256() {
    return new Sha256().add(content).hex();
  }

  /** From which byte on the rest was asked for. */
  private int rest(String path, String condition) {
    String last = server.requests().get(server.requests().size() - 1);
    assertThat(last).matches(path + " bytes=\\d+-" + condition);
    return Integer.parseInt(last.replaceAll(".* bytes=(\\d+)-.*", "$1"));
  }
}
