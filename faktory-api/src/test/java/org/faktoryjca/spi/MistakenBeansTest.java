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

    static class Many extends Recording {
        @OnJob("x")
        public void first(String name) {}

        @OnJob("x")
        public void second(JobContext context, String name) {}

        @OnJob({"y", "x"})
        public static <T> void third(T what) {}

        @OnJob({"z", "z", "z"})
        private void fourth(JobContext context, String name) {}
    }

    @Test
    void aMethodWithOneMistakeIsLookedAtForOthers() {
        var table = OnJobMethods.of(Many.class);
        assertThat(table.problems())
                .hasSize(8)
                .anySatisfy(problem -> assertThat(problem).contains("both", "third(", "first(", "job type x"))
                .anySatisfy(problem -> assertThat(problem).contains("both", "third(", "second(", "job type x"))
                .anySatisfy(problem -> assertThat(problem).contains("second(", "only be its last parameter"))
                .anySatisfy(problem -> assertThat(problem).contains("third(", "not static"))
                .anySatisfy(problem -> assertThat(problem).contains("third(", "nothing says what", "type T"))
                .anySatisfy(problem -> assertThat(problem).contains("fourth(", "must be public"))
                .anySatisfy(problem -> assertThat(problem).contains("fourth(", "only be its last parameter"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("the mark of")
                        .contains("fourth(", "the job type z more than once"));
        // Whoever asks for more, such as for annotations, must be able to look at each of them.
        assertThat(table.methods()).extracting("name").containsExactlyInAnyOrder("first", "second", "third", "fourth");
        assertThat(table.argumentTypes(table.methods().get(0))).isNotEmpty();
        assertThat(table.types()).containsExactlyInAnyOrder("x", "y", "z");
    }

    static class Shadowing extends Hiding {
        @OnJob("x")
        public void run() {}
    }

    static class Hiding extends Recording {
        @OnJob("y")
        private void run() {}
    }

    @Test
    void aPrivateMethodIsNotOverriddenByOneOfItsName() {
        assertThat(OnJobMethods.of(Shadowing.class).problems())
                .singleElement()
                .asString()
                .contains("Hiding.run()", "must be public");
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
