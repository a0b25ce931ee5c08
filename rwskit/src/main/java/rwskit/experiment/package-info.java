/**
 * One class an experiment, all of one form. {@code X.of(models)} begins one, named methods say what
 * varies, {@code rows()} has a row for each thing measured, of all seeds of the study, {@code
 * summary()} the means ± one standard deviation over seeds, {@code figure(title)} the figure. It is
 * measured when the first of these is asked for, once. Start with {@link
 * rwskit.experiment.Patching}.
 */
package rwskit.experiment;
