/**
 * Studies: what a study is, its data, network, recipe, corruptions and seeds, and the models that
 * come of it. Nothing here knows how processes train them or what is measured.
 *
 * <p>Start with {@link rwskit.study.Study}, {@link rwskit.study.Models} and {@link
 * rwskit.study.Compute}.
 */
package rwskit.study;
