package rwskit.drawing;

/**
 * A place on an axis with what stands there.
 *
 * @param at the place
 * @param label its text; a line break parts lines
 */
public record Tick(double at, String label) {}
