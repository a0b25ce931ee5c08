package rwskit.zoo;

import java.nio.file.Path;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.signature.PackedStateDict;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;

/**
 * A file of a {@link Zoo} that was compared with its card: a signature, or a θ_std. Immutable; safe
 * for threads.
 */
public final class ZooEntry {
  private final Zoo zoo;
  private final Card card;
  private final Path file;

  ZooEntry(Zoo zoo, Card card, Path file) {
    this.zoo = zoo;
    this.card = card;
    this.file = file;
  }

  /**
   * @return what is known of it
   */
  public Card card() {
    return card;
  }

  /**
   * @return the packed file on this machine
   */
  public Path file() {
    return file;
  }

  /**
   * @return the network whose weights these are
   */
  public Network network() {
    return card.study().network();
  }

  /**
   * @return the θ_std that this is or belongs to, unpacked: a state dict of {@link #network}
   * @throws BadInputException if the zoo lacks it or its file is damaged
   */
  public StateDict standard() {
    ZooEntry standard = card.corruption().isEmpty() ? this : zoo.get(card.standardName());
    return network().withCounters(PackedStateDict.read(standard.file).weights());
  }

  /**
   * @return the signature, of all layers
   * @throws BadInputException if this is a θ_std
   */
  public Signature signature() {
    if (card.corruption().isEmpty()) {
      throw new BadInputException(
          "%s is θ_std and no signature; %s has %s"
              .formatted(card.name(), zoo, String.join(", ", zoo.names())));
    }
    return Signature.read(file);
  }

  /**
   * {@link #standard} with the first layers of this signature. Where the network has batch
   * normalisation its running statistics are still to be estimated, see {@link
   * rwskit.model.RunningStatistics}.
   *
   * @param layers how many of the first layers
   * @param alpha strength
   * @return the patch
   * @throws BadInputException if this is a θ_std or the network has fewer layers
   */
  public Patch patch(int layers, double alpha) {
    return Patch.of(standard()).add(signature().firstLayers(layers), alpha);
  }

  /**
   * @return name and what it is
   */
  @Override
  public String toString() {
    return card.name() + ": " + card.title();
  }
}
