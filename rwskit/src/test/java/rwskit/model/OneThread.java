package rwskit.model;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs a class's tests on one libtorch thread each, so that they always give the same bits. */
public final class OneThread implements InvocationInterceptor {
  @Override
  public void interceptTestMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> how, ExtensionContext where)
      throws Throwable {
    alone(test);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> how, ExtensionContext where)
      throws Throwable {
    alone(test);
  }

  private static void alone(Invocation<Void> test) throws Throwable {
    Throwable thrown =
        Torch.onThreads(
            1,
            () -> {
              try {
                test.proceed();
                return null;
              } catch (Throwable failure) {
                return failure;
              }
            });
    if (thrown != null) {
      throw thrown;
    }
  }
}
