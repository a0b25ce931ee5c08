package rwskit.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import rwskit.file.Printable;
import rwskit.signature.PatchRecord;

/** Says which signatures of a patch were extracted with other standard weights. */
final class TransferLines {
  private TransferLines() {}

  /**
   * @param added how many of the record's last steps are meant
   */
  static void print(PrintWriter text, PatchRecord record, int added) {
    List<PatchRecord.Step> steps = record.steps();
    for (PatchRecord.Step step : steps.subList(steps.size() - added, steps.size())) {
      if (record.isTransfer(step)) {
        text.printf(
            Locale.ROOT,
            "  transferred: %s; extracted with other standard weights%n",
            Printable.of(step));
      }
    }
  }
}
