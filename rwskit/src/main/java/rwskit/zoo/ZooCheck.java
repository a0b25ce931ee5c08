package rwskit.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.study.Study;
import rwskit.weights.StateDict;

/**
 * What a card says, measured again on the same test images: how a contribution is looked over. The
 * card of a θ_std also says what it did before it was packed, which cannot be measured of the
 * packed file.
 *
 * @param card what was checked
 * @param before measured now; as on the card for a θ_std
 * @param after measured now
 */
public record ZooCheck(Card card, Measured before, Measured after) {
  /**
   * Measures an entry. Needs the study's test images, and its training images where the network has
   * batch normalisation.
   *
   * @param entry whose file was compared with its card
   * @return what was found
   * @throws BadInputException if the images are missing, or file and card do not fit each other
   */
  public static ZooCheck of(ZooEntry entry) {
    Card card = entry.card();
    Study study = card.study();
    Evaluation evaluation = study.evaluation();
    StateDict standard = entry.standard();
    if (card.corruption().isEmpty()) {
      Measured packed = new Measured(evaluation.accuracy(standard), Optional.empty());
      return new ZooCheck(card, card.before(), packed);
    }
    Corruption corruption = card.corruption().get();
    String noted = entry.signature().provenance().corruption().orElse("");
    if (!noted.equals(corruption.label()) || card.layers().isEmpty()) {
      throw new BadInputException(
          "%s: the card is of %s, %s, and the file of \"%s\""
              .formatted(card.name(), corruption.label(), card.layers(), noted));
    }
    StateDict patched =
        ZooExport.patched(
            study, standard, entry.signature().firstLayers(card.layers().getAsInt()), corruption);
    return new ZooCheck(
        card,
        ZooExport.measured(evaluation, standard, corruption),
        ZooExport.measured(evaluation, patched, corruption));
  }

  /**
   * @return what was found outside the card's intervals, or on another number of images; empty if
   *     the card is right. Within them processors may differ, as they round differently.
   */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    compare("TA before", card.before().ta(), before.ta(), faults);
    compare("TA after", card.after().ta(), after.ta(), faults);
    compare("RA before", card.before().ra(), before.ra(), faults);
    compare("RA after", card.after().ra(), after.ra(), faults);
    return List.copyOf(faults);
  }

  private static void compare(
      String what, Optional<Accuracy> said, Optional<Accuracy> found, List<String> faults) {
    if (said.isPresent() != found.isPresent()) {
      faults.add("%s: the card says %s, found %s".formatted(what, said, found));
    } else {
      said.ifPresent(accuracy -> compare(what, accuracy, found.get(), faults));
    }
  }

  private static void compare(String what, Accuracy said, Accuracy found, List<String> faults) {
    if (found.percent() < said.low()
        || found.percent() > said.high()
        || found.images() != said.images()) {
      faults.add(
          "%s: the card says %s of %s images, found %s of %s"
              .formatted(what, said, said.images(), found, found.images()));
    }
  }
}
