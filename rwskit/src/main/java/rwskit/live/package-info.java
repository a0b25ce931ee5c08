/**
 * A patch under one's hand: a panel whose slider is α, with TA, RA, a curve and pictures that
 * follow it.
 *
 * <p>Start with {@link rwskit.live.PatchPanel}.
 */
package rwskit.live;
