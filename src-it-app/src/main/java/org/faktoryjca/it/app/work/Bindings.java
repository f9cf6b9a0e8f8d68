package org.faktoryjca.it.app.work;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Parameters of every kind. */
@Traced
@MessageDriven(
        messageListenerInterface = JobMethods.class,
        activationConfig = @ActivationConfigProperty(propertyName = "queues", propertyValue = "bindings"))
public class Bindings extends Imports<Bindings.Point> {
    /** A record. */
    public record Point(int x, int y, Optional<String> name) {}

    /** An enum. */
    public enum Size {
        /** Not large. */
        SMALL,
        /** Not small. */
        LARGE
    }

    /** A generic record. */
    public record Pair<A, B>(A first, B second) {}

    /** A class with setters. */
    public static class Person {
        private String name;
        private List<Size> sizes = List.of();

        /** As set. */
        public String getName() {
            return name;
        }

        /** Sets it. */
        public void setName(String name) {
            this.name = name;
        }

        /** As set. */
        public List<Size> getSizes() {
            return sizes;
        }

        /** Sets them. */
        public void setSizes(List<Size> sizes) {
            this.sizes = sizes;
        }
    }

    /** Declared, so that Payara's interceptors see it too. */
    @Override
    public void onJob(Job job) throws Exception {
        super.onJob(job);
    }

    @Override
    String name(Point one) {
        return one.x() + "/" + one.y();
    }

    /** Primitives. */
    @OnJob("primitives")
    public void primitives(byte b, short s, int i, long l, float f, double d, boolean z, char c) {
        saw("primitives", b, s, i, l, f, d, z, c);
    }

    /** Their boxes, and what has none. */
    @OnJob("boxed")
    public void boxed(Byte b, Short s, Integer i, Long l, Float f, Double d, Boolean z, Character c, BigDecimal n) {
        saw("boxed", b, s, i, l, f, d, z, c, n);
    }

    /** What JSON writes as text. */
    @OnJob("texts")
    public void texts(String s, Size e, Instant t, LocalDate day, Duration d, UUID u) {
        saw("texts", s, e, t, day, d, u);
    }

    /** Classes of the application. */
    @OnJob("objects")
    public void objects(Point point, Person person, Pair<Point, List<Size>> pair) {
        saw(
                "objects",
                point,
                person.getName(),
                person.getSizes().get(0).ordinal(),
                pair.first().x(),
                pair.second().get(0).ordinal());
    }

    /** Containers of them. */
    @OnJob("containers")
    public void containers(List<Point> points, Set<Size> sizes, Map<Size, Point> map, Point[] array, int[] numbers) {
        saw(
                "containers",
                points.get(0).x(),
                new TreeSet<>(sizes),
                new TreeMap<>(map).firstEntry().getValue().y(),
                array[0].x(),
                Arrays.stream(numbers).sum());
    }

    /** What may be missing. */
    @OnJob("optionals")
    public void optionals(Optional<Point> one, Optional<Size> none, Integer nothing) {
        saw("optionals", one.map(Point::x), none, nothing);
    }

    /** What is left. */
    @OnJob("rest")
    public void rest(String first, Point... rest) {
        saw("rest", first, Arrays.stream(rest).mapToInt(Point::x).sum());
    }

    /** With the context. */
    @OnJob("trailing")
    public void trailing(Size size, JobContext context) {
        saw("trailing", size, context.job().type(), context.attempt());
    }

    @Override
    public void overridden(String text) {
        saw("overridden", "below " + text);
    }
}
