/**
 * Controls in a notebook that talk with the running kernel: sliders, choices, pictures. They speak
 * Jupyter's widget protocol, version 2.1, over the kernel's comms, with the controls that
 * JupyterLab's widget manager (PyPI's {@code jupyterlab-widgets}) and other front ends draw. JJava
 * and IJava both have comms. Nothing here is about weights; any Java notebook can use it.
 *
 * <p>Start with {@link rwskit.widget.FloatSlider}; {@link rwskit.widget.Frames} is for pages
 * without a kernel.
 *
 * <p>Source: <a
 * href="https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md">the
 * protocol</a> and <a
 * href="https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/jupyterwidgetmodels.latest.md">the
 * attributes of the controls</a>.
 */
package rwskit.widget;
