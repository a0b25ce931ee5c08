/**
 * What a Jupyter kernel needs: tables and figures that show themselves, and live progress in a
 * cell's output. JJava finds it by itself on the class path; IJava needs one call of {@link
 * rwskit.notebook.Notebook#install()}, which does no harm under JJava.
 *
 * <p>Start with {@link rwskit.notebook.Notebook}.
 */
package rwskit.notebook;
