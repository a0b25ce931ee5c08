/** The images of a study: for θ₀, for fine-tuning and for testing. */
package rwskit.study.data;
