package rwskit.detect;

import java.util.Optional;

/**
 * What was done about a batch, or about the images of one condition in a batch that mixes some, and
 * why.
 *
 * @param batch its number, from 0
 * @param images how many this is about
 * @param detection what was seen
 * @param patch what the network was patched against; empty where it ran unpatched
 * @param alpha with which strength; 0 where it ran unpatched
 * @param why in words
 */
public record Decision(
    long batch,
    int images,
    Detection detection,
    Optional<Condition> patch,
    double alpha,
    String why) {}
