package org.faktoryjca.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.OnJob;
import org.junit.jupiter.api.Test;

/** What is wrong with a bean, and that all of it is told. */
class MistakenBeansTest {
    @SuppressWarnings("rawtypes")
    static class Raw extends InheritedJobMethodsTest.Importer {}

    static class Misplaced extends Recording {
        @OnJob("first")
        public void first(JobContext context, String name) {}

        @OnJob("several")
        public void several(String name, JobContext... contexts) {}

        @OnJob("any")
        public <T> void any(T what) {}
    }

    @Test
    void aParameterThatNothingCanFillIsAMistake() {
        assertThat(OnJobMethods.of(Misplaced.class).problems())
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("first(", "only be its last parameter"))
                .anySatisfy(problem -> assertThat(problem).contains("several(", "only be its last parameter"))
                .anySatisfy(problem -> assertThat(problem).contains("any(", "nothing says what", "type T"));
        assertThat(OnJobMethods.of(Raw.class).problems())
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).contains("run(", "nothing says what"));
    }

    static class Unmarked extends Recording {}

    static class Twice extends Recording {
        @OnJob("x")
        public void one() {}

        @OnJob({"y", "x"})
        public void other() {}
    }

    static class Hidden extends Recording {
        @OnJob("x")
        void hidden() {}

        @OnJob("y")
        public static void shared() {}
    }

    static class Blank extends Recording {
        @OnJob(" ")
        public void blank() {}

        @OnJob({})
        public void none() {}
    }

    @Test
    void aClassWithNothingMarkedIsAMistake() {
        assertThat(OnJobMethods.of(Unmarked.class).problems())
                .singleElement()
                .asString()
                .contains("no method of", "Unmarked", "@OnJob");
    }

    @Test
    void twoMethodsForOneTypeAreAMistake() {
        assertThat(OnJobMethods.of(Twice.class).problems())
                .singleElement()
                .asString()
                .contains("one()", "other()", "job type x");
    }

    @Test
    void aMarkedMethodThatCannotBeCalledIsAMistake() {
        assertThat(OnJobMethods.of(Hidden.class).problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("hidden()", "public"))
                .anySatisfy(problem -> assertThat(problem).contains("shared()", "not static"));
    }

    @Test
    void aBlankTypeAndNoTypeAtAllAreMistakes() {
        assertThat(OnJobMethods.of(Blank.class).problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("blank()", "blank job type"))
                .anySatisfy(problem -> assertThat(problem).contains("none()", "names no job type"));
    }

    @Test
    void aBeanWithMistakesRunsNothingAndSaysThemAll() {
        assertThatThrownBy(() -> new Hidden().onJob(Job.of("x")))
                .isInstanceOfSatisfying(
                        InvalidBeanException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_BEAN))
                .hasMessageContainingAll("hidden()", "shared()");
    }
}
