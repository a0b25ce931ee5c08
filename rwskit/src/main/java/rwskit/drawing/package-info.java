/**
 * Charts that are measured before they are drawn: marks on a {@link rwskit.drawing.Sheet}, which
 * becomes SVG with its text as text, or an image. Knows nothing of corruptions or tables.
 *
 * <p>Start with {@link rwskit.drawing.LinePlot} and {@link rwskit.drawing.CellPlot}.
 */
package rwskit.drawing;
