/**
 * A table in, a chart out: one method a figure, and the files that a figure leaves.
 *
 * <p>Start with {@link rwskit.figure.Figures} and {@link rwskit.figure.FigureFiles}.
 */
package rwskit.figure;
