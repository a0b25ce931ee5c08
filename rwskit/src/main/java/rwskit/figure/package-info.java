/**
 * A table in, a figure out: one method a figure, with its caption and the files that it leaves.
 *
 * <p>Start with {@link rwskit.figure.Figures} and {@link rwskit.figure.FigureFiles}.
 */
package rwskit.figure;
