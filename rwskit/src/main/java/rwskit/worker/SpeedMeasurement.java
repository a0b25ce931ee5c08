package rwskit.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import rwskit.file.BadInputException;
import rwskit.model.ComputeDevice;
import rwskit.study.Study;
import rwskit.study.StudyJson;
import rwskit.study.data.ImageCounts;
import rwskit.study.data.StandInData;

/** Measures with as many processes at once as a study would have workers. */
final class SpeedMeasurement {
  private static final int MOST_STEPS = 40;

  private SpeedMeasurement() {}

  /**
   * @param study whose network and recipe are meant; its images are not read
   * @param workers how many processes train at once
   * @param seconds about how long
   * @return what each of them says
   * @throws BadInputException if a process cannot be started or fails
   */
  static List<Speed> run(Study study, int workers, double seconds) {
    Study noise = study.withData(StandInData.of(study.data(), counts(study)));
    JsonObject json =
        StudyJson.of(noise)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "%s: other processes do not have the network %s, and its speed is measured in them; measure a study with a network of the kit's"
                            .formatted(study.name(), study.network())));
    String task = seconds + "\n" + json + "\n";
    List<Process> processes = new ArrayList<>();
    List<Speed> speeds = new ArrayList<>();
    try {
      Path log = Files.createTempFile("rwskit-plan", ".log");
      try {
        for (int number = 0; number < workers; number++) {
          processes.add(start(study, number, workers, log));
        }
        for (Process process : processes) {
          try (Writer tasks = process.outputWriter(UTF_8)) {
            tasks.write(task);
          }
        }
        for (Process process : processes) {
          speeds.add(speed(process, log));
        }
      } finally {
        processes.forEach(Process::destroyForcibly);
        Files.delete(log);
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot measure in worker processes", e);
    }
    return speeds;
  }

  /** Of the study's own images no more than are used, since every process draws its own. */
  private static ImageCounts counts(Study study) {
    ImageCounts all = study.data().counts();
    int train = ImageCounts.fitted(all.fineTuning());
    int images = Math.min(train, MOST_STEPS * study.fineTuning().batchSize());
    return new ImageCounts(all.height(), all.width(), 1, images, 1);
  }

  private static Process start(Study study, int number, int workers, Path log) throws IOException {
    ProcessBuilder command = WorkerCommand.of(SpeedProbe.class, study.threads(), workers);
    int gpus = ComputeDevice.gpus();
    if (gpus > 0) {
      command.environment().putIfAbsent(ComputeDevice.VARIABLE, "gpu" + number % gpus);
    }
    return command.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
  }

  private static Speed speed(Process process, Path log) throws IOException {
    String line = process.inputReader(UTF_8).readLine();
    if (line == null) {
      List<String> said = Files.readAllLines(log);
      String reason =
          said.stream()
              .filter(text -> text.contains("Exception") || text.contains("Error"))
              .findFirst()
              .orElse(said.isEmpty() ? "it was ended from outside" : said.get(said.size() - 1));
      throw new BadInputException("a process that measured the speed failed: " + reason);
    }
    return Speed.of(line);
  }
}
