package org.faktoryjca.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.ApplicationException;
import jakarta.ejb.EJBException;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.Set;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;
import org.junit.jupiter.api.Test;

class BeanInspectionTest {
    public static class Good implements JobMethods {
        @OnJob({"a", "b"})
        public void run(long id) {}
    }

    public static class Whole implements JobListener {
        @Override
        public void onJob(Job job) {}
    }

    public static class Bad implements JobMethods {
        @OnJob("a")
        @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
        public void one() {}

        @OnJob("a")
        @RolesAllowed("admin")
        public void two() {}

        @OnJob("hidden")
        void three() {}
    }

    @Test
    void theTypesOfABeanAreThoseOfItsMethodsUnlessItsActivationSaysLess() {
        assertThat(BeanInspection.jobTypes(Good.class, Set.of())).containsExactlyInAnyOrder("a", "b");
        assertThat(BeanInspection.jobTypes(Good.class, Set.of("a"))).containsExactly("a");
        assertThat(BeanInspection.jobTypes(Whole.class, Set.of())).isEmpty();
        assertThat(BeanInspection.jobTypes(Whole.class, Set.of("x"))).containsExactly("x");
    }

    @Test
    void everyMistakeIsInOneMessage() {
        assertThatThrownBy(() -> BeanInspection.jobTypes(Bad.class, Set.of("other")))
                .isInstanceOf(InvalidBeanException.class)
                .hasMessageContainingAll(
                        "FAKTORY-502",
                        "both ",
                        "job type a",
                        "must be public",
                        "@TransactionAttribute on",
                        "put it on the class",
                        "jobTypes names other");
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
