package org.faktoryjca.client.json;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.function.Function;

/** How Jackson is set up: times as ISO-8601 text, and nothing bent to fit. */
final class Mappers {
    private static final int TYPES_KEPT = 200;

    private Mappers() {}

    /**
     * A mapper with caches of its own. Jackson's shared cache of types would keep the classes of an application, and with
     * them its class loader, after it was undeployed.
     */
    static JsonMapper fresh() {
        LookupCache<Object, JavaType> types = new LRUMap<>(TYPES_KEPT, TYPES_KEPT);
        var builder = JsonMapper.builder()
                .typeFactory(TypeFactory.defaultInstance().withCache(types))
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .addModule(keys())
                .addHandler(new KeysByName())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                // A pusher may be newer than its worker, and know more.
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
        for (var shape : new CoercionInputShape[] {
            CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
            builder.withCoercionConfig(LogicalType.Textual, config -> config.setCoercion(shape, CoercionAction.Fail));
        }
        return builder.build();
    }

    /** Of maps: as for values (see {@link ArgumentParser}), a byte of 200 and an infinite number are refused. */
    private static SimpleModule keys() {
        return new SimpleModule()
                .addKeyDeserializer(Byte.class, key(Byte.class, Byte::valueOf))
                .addKeyDeserializer(Float.class, key(Float.class, text -> finite(Float.valueOf(text))))
                .addKeyDeserializer(Double.class, key(Double.class, text -> finite(Double.valueOf(text))));
    }

    private static <N extends Number> N finite(N number) {
        if (Double.isInfinite(number.doubleValue())) {
            throw new NumberFormatException("out of range");
        }
        return number;
    }

    private static KeyDeserializer key(Class<?> type, Function<String, Object> parse) {
        return new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) throws IOException {
                try {
                    return parse.apply(key);
                } catch (NumberFormatException e) {
                    return context.handleWeirdKey(type, key, "not a %s, or out of its range", type.getSimpleName());
                }
            }
        };
    }

    /** A key that does not fit is named by the path of the mismatch, as a value is. */
    private static final class KeysByName extends DeserializationProblemHandler {
        @Override
        public Object handleWeirdKey(DeserializationContext context, Class<?> type, String key, String why)
                throws IOException {
            var misfit = context.weirdKeyException(type, key, why);
            misfit.prependPath(type, key);
            throw misfit;
        }
    }
}
