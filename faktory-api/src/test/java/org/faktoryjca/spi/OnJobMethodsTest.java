package org.faktoryjca.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.faktoryjca.spi.Recording.callsOf;

import java.io.IOException;
import java.util.Optional;
import org.faktoryjca.ArgumentMismatchException;
import org.faktoryjca.Job;
import org.faktoryjca.OnJob;
import org.faktoryjca.UnknownJobTypeException;
import org.junit.jupiter.api.Test;

/** Which method of a bean runs a job, with which arguments. */
class OnJobMethodsTest {
    @Test
    void eachTypeRunsItsMethodWithTheArgumentsByPosition() throws Exception {
        assertThat(callsOf(new Images(), Job.of("thumbnail", 7, 200), Job.of("nothing")))
                .containsExactly("thumbnail", 7L, 200, "nothing");
    }

    @Test
    void oneMethodMayRunSeveralTypes() throws Exception {
        assertThat(callsOf(new Images(), Job.of("crop", "a"), Job.of("cut", "b")))
                .containsExactly("crop", "a", "crop", "crop", "b", "cut");
    }

    @Test
    void aVarargsMethodTakesWhatIsLeft() throws Exception {
        assertThat(callsOf(new Images(), Job.of("sum", "a"), Job.of("sum", "b", 1L), Job.of("sum", "c", 1, 2, 3)))
                .containsExactly("sum", "a", 0, "sum", "b", 1, "sum", "c", 6);
    }

    @Test
    void nullAndOptionalParametersAreFilledIn() throws Exception {
        assertThat(callsOf(new Images(), Job.of("maybe", null, null), Job.of("maybe", 1, 2)))
                .containsExactly(Optional.empty(), null, Optional.of(1), 2);
    }

    static class Lists extends Recording {
        @SafeVarargs
        @OnJob("lists")
        public final void lists(String name, Optional<Integer>... rest) {
            called(name, rest[0], rest[1]);
        }
    }

    @Test
    void aVarargsParameterMayBeGeneric() throws Exception {
        assertThat(callsOf(new Lists(), Job.of("lists", "a", 1, null)))
                .containsExactly("a", Optional.of(1), Optional.empty());
    }

    @Test
    void anUnknownTypeIsNamedWithTheBeanAndTheTypesItHas() {
        assertThatThrownBy(() -> new CurrentJobTest.WithContext().onJob(Job.of("resize")))
                .isInstanceOf(UnknownJobTypeException.class)
                .hasMessageStartingWith("FAKTORY-601")
                .hasMessageContainingAll("WithContext", "resize", "[x]");
    }

    @Test
    void aWrongNumberOfArgumentsNamesTheJobAndTheMethod() {
        var job = Job.of("thumbnail", 1);
        assertThatThrownBy(() -> new Images().onJob(job))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageContainingAll(job.jid(), "thumbnail", "has 1 arguments", "thumbnail(long,int)", "takes 2");
        assertThatThrownBy(() -> new Images().onJob(Job.of("thumbnail", 1, 2, 3)))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageContaining("has 3 arguments");
        assertThatThrownBy(() -> new Images().onJob(Job.of("crop")))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageContaining("takes 1");
        assertThatThrownBy(() -> new Images().onJob(Job.of("sum")))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageContaining("takes at least 1");
    }

    @Test
    void anArgumentOfAnotherTypeIsNamed() {
        assertThatThrownBy(() -> new Images().onJob(Job.of("thumbnail", 1, "wide")))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageContaining("argument 1 should be int and is \"wide\"");
        assertThatThrownBy(() -> new Images().onJob(Job.of("sum", "a", 1, "two")))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageContaining("argument 2 should be int and is \"two\"");
    }

    static class Throwing extends Recording {
        static final Exception CHECKED = new IOException("checked");
        static final RuntimeException UNCHECKED = new IllegalStateException("unchecked");
        static final Error ERROR = new AssertionError("error");

        @OnJob("checked")
        public void checked() throws Exception {
            throw CHECKED;
        }

        @OnJob("unchecked")
        public void unchecked() {
            throw UNCHECKED;
        }

        @OnJob("error")
        public void error() {
            throw ERROR;
        }
    }

    @Test
    void whatAMethodThrowsComesOutAsItIs() {
        assertThatThrownBy(() -> new Throwing().onJob(Job.of("checked"))).isSameAs(Throwing.CHECKED);
        assertThatThrownBy(() -> new Throwing().onJob(Job.of("unchecked"))).isSameAs(Throwing.UNCHECKED);
        assertThatThrownBy(() -> new Throwing().onJob(Job.of("error"))).isSameAs(Throwing.ERROR);
    }

    @Test
    void theTableIsMadeOnceAndCannotBeChanged() {
        var table = OnJobMethods.of(Images.class);
        assertThat(OnJobMethods.of(Images.class)).isSameAs(table);
        assertThat(table.methods())
                .extracting("name")
                .containsExactlyInAnyOrder("thumbnail", "crop", "sum", "nothing", "maybe");
        assertThatThrownBy(() -> table.types().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> table.problems().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
