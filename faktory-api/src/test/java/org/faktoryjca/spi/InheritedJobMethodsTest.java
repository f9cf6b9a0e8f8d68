package org.faktoryjca.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.faktoryjca.spi.Recording.callsOf;

import java.lang.reflect.Type;
import java.util.List;
import org.faktoryjca.ArgumentMismatchException;
import org.faktoryjca.Job;
import org.faktoryjca.OnJob;
import org.junit.jupiter.api.Test;

/** Methods that a bean has from a class above it, from an interface, or under a proxy. */
class InheritedJobMethodsTest {
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

    static class OwnPoints extends Importer<Point> {
        @Override
        @OnJob("import")
        public void run(Point what, List<? extends Point> more, Point[] rest) {
            called("own", what);
        }
    }

    static class RenamedPoints extends Importer<Point> {
        @Override
        @OnJob("points")
        public void run(Point what, List<? extends Point> more, Point[] rest) {
            called("renamed", what);
        }
    }

    interface Sending<T extends Comparable<T>> {
        @OnJob("send")
        void send(T what);
    }

    static class Mails extends Recording implements Sending<String> {
        @Override
        @OnJob("send")
        public void send(String what) {
            called(what);
        }
    }

    @SuppressWarnings("rawtypes")
    static class RawMails extends Recording implements Sending {
        @Override
        @OnJob("send")
        public void send(Comparable what) {}
    }

    @Test
    void anOverridingMethodOfAGenericOneMayRepeatTheMarkOrReplaceIt() throws Exception {
        var point = new Point(1, 2);
        for (var bean : List.of(OwnPoints.class, RenamedPoints.class, Mails.class, RawMails.class)) {
            assertThat(OnJobMethods.of(bean).problems()).as(bean.getName()).isEmpty();
        }
        assertThat(OnJobMethods.of(RenamedPoints.class).types()).containsExactly("points");
        assertThat(callsOf(new OwnPoints(), Job.of("import", point, List.of(), new Point[0])))
                .containsExactly("own", point);
        assertThat(callsOf(new RenamedPoints(), Job.of("points", point, List.of(), new Point[0])))
                .containsExactly("renamed", point);
        assertThat(callsOf(new Mails(), Job.of("send", "a"))).containsExactly("a");
    }

    static class Overloaded extends Importer<Point> {
        @OnJob("text")
        public void run(String what, List<? extends Point> more, Point[] rest) {
            called("text");
        }
    }

    @Test
    void anOverloadedMethodIsAnotherOne() {
        assertThat(OnJobMethods.of(Overloaded.class).types()).containsExactlyInAnyOrder("import", "text");
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
}
