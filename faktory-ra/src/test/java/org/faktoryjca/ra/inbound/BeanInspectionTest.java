package org.faktoryjca.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.ApplicationException;
import jakarta.ejb.EJBException;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.ExcludeClassInterceptors;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Set;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobListener;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;
import org.faktoryjca.client.json.ArgumentBinder;
import org.junit.jupiter.api.Test;

class BeanInspectionTest {
    public static class Good implements JobMethods {
        @OnJob({"a", "b"})
        public void run(long id, JobContext context) {}
    }

    public static class Whole implements JobListener {
        @Override
        public void onJob(Job job) {}
    }

    private static List<String> problems(Class<?> bean, String... configured) {
        return BeanInspection.problems(bean, Set.of(configured), ArgumentBinder.create());
    }

    @Test
    void theTypesOfABeanAreThoseOfItsMethodsUnlessItsActivationSaysLess() {
        assertThat(BeanInspection.jobTypes(Good.class, Set.of())).containsExactlyInAnyOrder("a", "b");
        assertThat(BeanInspection.jobTypes(Good.class, Set.of("a"))).containsExactly("a");
        assertThat(BeanInspection.jobTypes(Whole.class, Set.of())).isEmpty();
        assertThat(BeanInspection.jobTypes(Whole.class, Set.of("x"))).containsExactly("x");
        assertThat(problems(Good.class, "a")).isEmpty();
        assertThat(problems(Whole.class, "x")).isEmpty();
        assertThat(problems(Good.class, "other"))
                .singleElement()
                .asString()
                .contains("jobTypes names other", "no method of " + Good.class.getName());
    }

    public static class Unmakeable implements JobMethods {
        @OnJob("job")
        public void job(Job whole) {}

        @OnJob("list")
        public void list(List<Runnable> tasks) {}

        @OnJob("varargs")
        public void varargs(String name, Thread... threads) {}

        @OnJob("misplaced")
        public void misplaced(JobContext context, String name) {}
    }

    @Test
    void aParameterThatNoArgumentCanBecomeIsNamedWithItsMethod() {
        assertThat(problems(Unmakeable.class))
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem).contains("job(", "parameter of type org.faktoryjca.Job,"))
                .anySatisfy(problem -> assertThat(problem).contains("list(", "java.util.List<java.lang.Runnable>"))
                .anySatisfy(problem -> assertThat(problem).contains("varargs(", "java.lang.Thread[]"))
                .anySatisfy(problem -> assertThat(problem).contains("misplaced(", "only be its last parameter"));
    }

    public record Nested(String name, Runnable how) {}

    public static class Deep implements JobMethods {
        @OnJob("nested")
        public void nested(List<Nested> list) {}

        @OnJob("nothing")
        public void nothing(Void nothing) {}

        @OnJob("type")
        public void type(Class<?> type) {}
    }

    @Test
    void aComponentThatNoArgumentCanBecomeIsNamedWithItsMethod() {
        assertThat(problems(Deep.class))
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem)
                        .contains("nested(", "Nested>, with how of type java.lang.Runnable, which no argument"))
                .anySatisfy(problem -> assertThat(problem).contains("nothing(", "java.lang.Void, which no argument"))
                .anySatisfy(problem -> assertThat(problem).contains("type(", "java.lang.Class<", "which no argument"));
    }

    public static class Bad implements JobMethods {
        @OnJob("a")
        public void one(String text) {}

        @OnJob("a")
        @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
        public void two(Thread thread) {}

        @OnJob("b")
        public static void three(Runnable task) {}

        @OnJob("c")
        @ExcludeClassInterceptors
        void four(Runnable task) {}
    }

    @Test
    void aMethodWithOneMistakeIsLookedAtForOthers() {
        assertThat(problems(Bad.class, "a", "b", "d"))
                .hasSize(9)
                .anySatisfy(problem -> assertThat(problem).contains("both", "one(", "two("))
                .anySatisfy(problem -> assertThat(problem).contains("three(", "must be public"))
                .anySatisfy(problem -> assertThat(problem).contains("four(", "must be public"))
                .anySatisfy(problem -> assertThat(problem).contains("two(", "which no argument"))
                .anySatisfy(problem -> assertThat(problem).contains("three(", "which no argument"))
                .anySatisfy(problem -> assertThat(problem).contains("four(", "which no argument"))
                .anySatisfy(problem -> assertThat(problem).contains("@TransactionAttribute on", "two("))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("@ExcludeClassInterceptors on", "four(", "put it on onJob, declared by the class"))
                .anySatisfy(problem -> assertThat(problem).contains("jobTypes names d"));
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Audited {}

    public static class Annotated implements JobMethods {
        @OnJob("a")
        @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
        public void transaction() {}

        @OnJob("b")
        @RolesAllowed("admin")
        public void role() {}

        @OnJob("c")
        @Audited
        public void interceptor() {}
    }

    public static class Overriding extends Good {
        @Override
        @TransactionAttribute(TransactionAttributeType.NEVER)
        public void run(long id, JobContext context) {}
    }

    @Test
    void whatTheContainerWouldNotSeeIsRefused() {
        assertThat(problems(Annotated.class))
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).endsWith("put it on the class"))
                .anySatisfy(problem -> assertThat(problem).contains("@TransactionAttribute on", "transaction("))
                .anySatisfy(problem -> assertThat(problem).contains("@RolesAllowed on", "role("))
                .anySatisfy(problem -> assertThat(problem).contains("@Audited on", "interceptor("));
        assertThat(problems(Overriding.class))
                .singleElement()
                .asString()
                .contains("@TransactionAttribute on", "Overriding.run(");
    }

    @ApplicationException(rollback = false)
    static class Harmless extends Exception {
        private static final long serialVersionUID = 1L;
    }

    static class Inherited extends Harmless {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void theCauseIsUnderWhatTheContainerMadeOfIt() {
        var cause = new IllegalStateException("boom");
        assertThat(EndpointFailures.cause(new EJBException(new EJBException(cause))))
                .isSameAs(cause);
        var error = new AssertionError("boom");
        assertThat(EndpointFailures.cause(new EJBException(new Exception("See nested Throwable", error))))
                .isSameAs(error);
        var checked = new Exception("boom", cause);
        assertThat(EndpointFailures.cause(checked)).isSameAs(checked);
    }

    @Test
    void anApplicationExceptionWithoutRollbackCommits() {
        assertThat(EndpointFailures.commits(new Harmless())).isTrue();
        assertThat(EndpointFailures.commits(new Inherited())).isTrue();
        assertThat(EndpointFailures.commits(new Exception())).isFalse();
        assertThat(EndpointFailures.isChecked(new Exception())).isTrue();
        assertThat(EndpointFailures.isChecked(new IllegalStateException())).isFalse();
        assertThat(EndpointFailures.isChecked(new AssertionError())).isFalse();
    }
}
