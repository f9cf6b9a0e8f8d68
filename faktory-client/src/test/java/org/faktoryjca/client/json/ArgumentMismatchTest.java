package org.faktoryjca.client.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.faktoryjca.client.json.ReceivedJob.job;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.faktoryjca.ArgumentMismatchException;
import org.junit.jupiter.api.Test;

/** Arguments that do not fit the types that a method asks for: refused, never bent, and named. */
class ArgumentMismatchTest {
    enum Size {
        SMALL,
        LARGE
    }

    record Crop(long id, Size size, List<Integer> box, Optional<String> note) {}

    interface Generics {
        Map<Size, Integer> bySize();

        List<Crop> crops();

        Map<String, Size> sizes();
    }

    private static Type type(String method) {
        try {
            return Generics.class.getDeclaredMethod(method).getGenericReturnType();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static final String CROP = "{\"id\":7,\"size\":\"LARGE\",\"box\":[1,2],\"later\":true}";

    @Test
    void nothingIsBentToFit() {
        var job = job("[1, \"1\", 1.5, true, null, 3000000000, \"HUGE\", {}]");
        for (var wrong : List.<Map.Entry<Integer, Class<?>>>of(
                Map.entry(0, String.class),
                Map.entry(1, int.class),
                Map.entry(2, Long.class),
                Map.entry(3, int.class),
                Map.entry(3, String.class),
                Map.entry(4, int.class),
                Map.entry(5, int.class),
                Map.entry(6, Size.class),
                Map.entry(0, Size.class),
                Map.entry(7, Integer.class),
                Map.entry(3, Instant.class))) {
            assertThatThrownBy(() -> job.arg(wrong.getKey(), wrong.getValue()))
                    .describedAs("%s", wrong)
                    .isInstanceOf(ArgumentMismatchException.class)
                    .hasMessageStartingWith("FAKTORY-303")
                    .hasMessageContaining("argument " + wrong.getKey())
                    .hasMessageContaining(wrong.getValue().getTypeName());
        }
    }

    record Numbers(byte b, short s, Float f, byte[] bytes, List<Byte> list, Map<Byte, Double> map) {}

    private static Numbers numbers(String changed) {
        var all = new LinkedHashMap<>(Map.of(
                "b", "-128", "s", "32767", "f", "3e38", "bytes", "[127,-1]", "list", "[-1]", "map", "{\"127\":1e300}"));
        var change = changed.split("=", 2);
        all.put(change[0], change[1]);
        var json = all.entrySet().stream()
                .map(entry -> '"' + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "[{", "}]"));
        return job(json).arg(0, Numbers.class);
    }

    @Test
    void aNumberOutOfItsTypesRangeIsRefused() {
        var job = job("[128, 200, -129, 32768, 1e300, 16777217, [200], [1e300], 1.5, 127, -32768, 1e38]");
        for (var wrong : List.<Map.Entry<Integer, Class<?>>>of(
                Map.entry(0, byte.class),
                Map.entry(1, Byte.class),
                Map.entry(2, byte.class),
                Map.entry(3, short.class),
                Map.entry(3, Short.class),
                Map.entry(4, float.class),
                Map.entry(4, Float.class),
                Map.entry(6, byte[].class),
                Map.entry(6, Byte[].class),
                Map.entry(7, float[].class),
                Map.entry(8, byte.class),
                Map.entry(8, short.class))) {
            assertThatThrownBy(() -> job.arg(wrong.getKey(), wrong.getValue()))
                    .describedAs("%s", wrong)
                    .isInstanceOf(ArgumentMismatchException.class)
                    .hasMessageStartingWith("FAKTORY-303")
                    .hasMessageContaining("argument " + wrong.getKey() + " should be "
                            + wrong.getValue().getTypeName());
        }
        assertThat(job.arg(9, Byte.class)).isEqualTo((byte) 127);
        assertThat(job.arg(10, Short.class)).isEqualTo((short) -32768);
        assertThat(job.arg(11, Float.class)).isEqualTo(1e38f);
        assertThat(job.arg(5, Float.class)).isEqualTo(16777216f);
        assertThat(job("[\"AP8=\"]").arg(0, byte[].class)).containsExactly(0, -1);
    }

    @Test
    void aNumberOutOfRangeSomewhereInAnArgumentIsRefusedAndNamedByItsPath() {
        assertThat(numbers("b=127").b()).isEqualTo((byte) 127);
        for (var wrong : Map.of(
                        "b=128", "its b should be byte",
                        "s=-32769", "its s should be short",
                        "f=1e39", "its f should be float",
                        "bytes=[1,200]", "its bytes[1] should be byte",
                        "list=[1,200]", "its list[1] should be byte",
                        "map={\"200\":1}", "its map.200 should be java.lang.Byte",
                        "map={\"1\":1e400}", "its map.1 should be double")
                .entrySet()) {
            assertThatThrownBy(() -> numbers(wrong.getKey()))
                    .describedAs("%s", wrong)
                    .isInstanceOf(ArgumentMismatchException.class)
                    .hasMessageStartingWith("FAKTORY-303")
                    .hasMessageContaining("argument 0 should be " + Numbers.class.getName())
                    .hasMessageContaining(wrong.getValue());
        }
    }

    @Test
    void aMismatchInsideOfAnArgumentNamesThePart() {
        var complete = CROP.replace("[1,2]", "[1,2.5]");
        assertThatThrownBy(() -> job("[" + complete + "]").arg(0, Crop.class))
                .hasMessageStartingWith("FAKTORY-303: argument 0 should be " + Crop.class.getName() + " and is {")
                .hasMessageContaining(": its box[1] should be java.lang.Integer");
        assertThatThrownBy(() -> job("[{}]").arg(0, Crop.class)).hasMessageContaining("its id should be long");
        assertThatThrownBy(() -> job("[[" + CROP + ", " + complete + "]]").arg(0, type("crops")))
                .hasMessageContaining("its [1].box[1] should be java.lang.Integer");
        assertThatThrownBy(() -> job("[{\"a\":\"HUGE\"}]").arg(0, type("sizes")))
                .hasMessageContaining("its a should be " + Size.class.getName());
        assertThatThrownBy(() -> job("[{\"SMALL\":1,\"HUGE\":2}]").arg(0, type("bySize")))
                .hasMessageContaining("its HUGE should be " + Size.class.getName());
    }

    @Test
    void aMismatchNamesWhatWasThere() {
        assertThatThrownBy(() -> job("[\"seven\"]").arg(0, long.class))
                .hasMessageContaining("argument 0 should be long and is \"seven\"");
        assertThatThrownBy(() -> job("[]").arg(0, long.class)).hasMessageContaining("there is no argument 0");
    }
}
