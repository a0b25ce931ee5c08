/**
 * The images of a study: for θ₀, for fine-tuning and for testing. Start with {@link
 * rwskit.study.data.DrawnData}; other images implement {@link rwskit.study.data.StudyData}.
 */
package rwskit.study.data;
