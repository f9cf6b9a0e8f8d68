package org.faktoryjca.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.faktoryjca.ArgumentMismatchException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Failure;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;
import org.faktoryjca.UnknownJobTypeException;
import org.junit.jupiter.api.Test;

class OnJobMethodsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** What was called, with what. */
    static class Recording implements JobMethods {
        final List<Object> calls = new ArrayList<>();

        void called(Object... what) {
            calls.addAll(Arrays.asList(what));
        }
    }

    static class Images extends Recording {
        @OnJob("thumbnail")
        public void thumbnail(long id, int width) {
            called("thumbnail", id, width);
        }

        @OnJob({"crop", "cut"})
        public void crop(String name, JobContext context) {
            called("crop", name, context.job().type());
        }

        @OnJob("sum")
        public void sum(String name, int... numbers) {
            called("sum", name, Arrays.stream(numbers).sum());
        }

        @OnJob("nothing")
        public void nothing() {
            called("nothing");
        }

        @OnJob("maybe")
        public void maybe(Optional<Integer> number, Integer other) {
            called(number, other);
        }

        public void unmarked() {
            called("unmarked");
        }
    }

    private static List<Object> callsOf(Recording bean, Job... jobs) throws Exception {
        for (var job : jobs) {
            bean.onJob(job);
        }
        return bean.calls;
    }

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

    static class WithContext extends Recording {
        JobContext context;

        @OnJob("x")
        public void run(JobContext given) {
            context = given;
        }
    }

    @Test
    void theTrailingParameterIsTheContextThatTheWorkerSet() throws Exception {
        var bean = new WithContext();
        var job = Job.of("x").reserveFor(Duration.ofMinutes(2));
        var context = CurrentJob.of(job, Clock.fixed(NOON, ZoneOffset.UTC));

        CurrentJob.runIn(context, () -> bean.onJob(job));

        assertThat(bean.context).isSameAs(context);
        assertThat(context.leaseEnds()).isEqualTo(NOON.plusSeconds(120));
    }

    @Test
    void withoutAWorkerTheContextIsMadeFromTheJob() throws Exception {
        var bean = new WithContext();
        var job = Job.of("x");
        bean.onJob(job);
        assertThat(bean.context.job()).isSameAs(job);
        assertThat(bean.context.attempt()).isEqualTo(1);
        assertThat(bean.context.retriesLeft()).isEqualTo(25);
        assertThat(bean.context.leaseEnds()).isAfter(Instant.now().plusSeconds(29 * 60));
    }

    @Test
    void theCurrentContextEndsWithTheCallAndGivesTheOuterOneBack() throws Exception {
        var outer = CurrentJob.of(Job.of("outer"), Clock.systemUTC());
        var inner = CurrentJob.of(Job.of("inner"), Clock.systemUTC());

        assertThat(JobContext.current()).isEmpty();
        CurrentJob.runIn(outer, () -> {
            assertThat(JobContext.current()).hasValue(outer);
            assertThatThrownBy(() -> CurrentJob.runIn(inner, () -> {
                        assertThat(JobContext.current()).hasValue(inner);
                        throw new IOException("oops");
                    }))
                    .isInstanceOf(IOException.class);
            assertThat(JobContext.current()).hasValue(outer);
        });
        assertThat(JobContext.current()).isEmpty();
    }

    @Test
    void theContextCountsExecutions() {
        var job = Job.of("x").retry(3);
        assertThat(CurrentJob.of(job, Clock.systemUTC()).attempt()).isEqualTo(1);
        assertThat(CurrentJob.of(job, Clock.systemUTC()).retriesLeft()).isEqualTo(3);

        var again = job.failure(new Failure(0, 3, NOON, Optional.empty(), "Oops", "", List.of()));
        assertThat(CurrentJob.of(again, Clock.systemUTC()).attempt()).isEqualTo(2);
        assertThat(CurrentJob.of(again, Clock.systemUTC()).retriesLeft()).isEqualTo(2);

        var last = job.failure(new Failure(2, 1, NOON, Optional.empty(), "Oops", "", List.of()));
        assertThat(CurrentJob.of(last, Clock.systemUTC()).attempt()).isEqualTo(4);
        assertThat(CurrentJob.of(last, Clock.systemUTC()).retriesLeft()).isZero();

        assertThat(CurrentJob.of(job.buryOnFailure(), Clock.systemUTC()).retriesLeft())
                .isZero();
    }

    static class More extends Images {
        @Override
        public void thumbnail(long id, int width) {
            called("overridden");
        }

        @OnJob("more")
        public void more() {
            called("more");
        }
    }

    @Test
    void inheritedMethodsCountAndAnOverridingOneRunsWithoutRepeatingTheMark() throws Exception {
        assertThat(callsOf(new More(), Job.of("more"), Job.of("nothing"), Job.of("thumbnail", 1, 2)))
                .containsExactly("more", "nothing", "overridden");
        assertThat(OnJobMethods.of(More.class).types())
                .containsExactlyInAnyOrder("more", "nothing", "thumbnail", "crop", "cut", "sum", "maybe");
    }

    static class Remarked extends Images {
        @Override
        @OnJob("nothing-else")
        public void nothing() {
            called("remarked");
        }
    }

    @Test
    void anOverridingMethodsOwnMarkReplacesTheInheritedOne() throws Exception {
        assertThat(callsOf(new Remarked(), Job.of("nothing-else"))).containsExactly("remarked");
        assertThat(OnJobMethods.of(Remarked.class).types()).doesNotContain("nothing");
    }

    @Test
    void aProxysSubclassServesItsBeansMethods() throws Exception {
        // As application servers make them: a subclass that repeats each method without its annotations.
        var proxy = new Images() {
            @Override
            public void nothing() {
                called("before");
                super.nothing();
                called("after");
            }
        };
        assertThat(callsOf(proxy, Job.of("nothing"), Job.of("thumbnail", 1, 2)))
                .containsExactly("before", "nothing", "after", "thumbnail", 1L, 2);
    }

    abstract static class Typed<T> extends Recording {
        public abstract void run(T what);
    }

    static class Strings extends Typed<String> {
        @Override
        @OnJob("x")
        public void run(String what) {
            called(what);
        }
    }

    @Test
    void theBridgeOfAGenericMethodIsNotASecondMethod() throws Exception {
        assertThat(OnJobMethods.of(Strings.class).problems()).isEmpty();
        assertThat(callsOf(new Strings(), Job.of("x", "a"))).containsExactly("a");
    }

    record Point(int x, int y) {}

    abstract static class Importer<T> extends Recording {
        @OnJob("import")
        public void run(T what, List<? extends T> more, T[] rest) {
            called(what, more.size(), rest.length);
        }
    }

    static class Points extends Importer<Point> {}

    @Test
    void anInheritedGenericMethodTakesTheBeansOwnType() throws Exception {
        var table = OnJobMethods.of(Points.class);
        assertThat(table.problems()).isEmpty();
        assertThat(table.argumentTypes(table.methods().get(0)))
                .extracting(Type::getTypeName)
                .containsExactly(
                        Point.class.getName(),
                        "java.util.List<" + Point.class.getName() + ">",
                        Point.class.getName() + "[]");
        assertThat(callsOf(new Points(), Job.of("import", new Point(1, 2), List.of(), new Point[2])))
                .containsExactly(new Point(1, 2), 0, 2);
        // A point where another type is asked for would otherwise fail only in the method's own code.
        assertThatThrownBy(() -> new Points().onJob(Job.of("import", "a point", List.of(), new Point[0])))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageContaining("argument 0 should be " + Point.class.getName());
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

    interface Pinging {
        List<Object> calls();

        @OnJob("ping")
        default void ping(String from) {
            calls().add(from);
        }
    }

    static class Pinged extends Recording implements Pinging {
        @Override
        public List<Object> calls() {
            return calls;
        }
    }

    @Test
    void methodsMayComeFromAnInterface() throws Exception {
        assertThat(callsOf(new Pinged(), Job.of("ping", "a"))).containsExactly("a");
    }

    @SuppressWarnings("rawtypes")
    static class Raw extends Importer {}

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

    @Test
    void anUnknownTypeIsNamedWithTheBeanAndTheTypesItHas() {
        assertThatThrownBy(() -> new WithContext().onJob(Job.of("resize")))
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
