package org.faktoryjca.client.json;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether there is any JSON that a type can be made of, as far as the type itself tells. One for each look. */
final class Bindable {
    private final JsonMapper mapper;
    private final Map<String, String> obstacles = new LinkedHashMap<>();

    /** Types that have been met: a tree's nodes hold nodes. */
    private final Set<JavaType> met = new HashSet<>();

    private Bindable(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** What no JSON makes, by its path from the type: {@code box.lid}, and empty for the type itself. */
    static Map<String, String> obstacles(JsonMapper mapper, JavaType type) {
        var look = new Bindable(mapper);
        look.at("", type);
        return look.obstacles;
    }

    private void at(String path, JavaType type) {
        if (!met.add(type)) {
            return;
        }
        var content = type.isReferenceType() ? type.getReferencedType() : type.getContentType();
        if (content != null) {
            at(path, content);
        }
        var made = maker(type).filter(Bindable::canMake);
        if (made.isEmpty() || type.hasRawClass(Void.class) || type.hasRawClass(Class.class)) {
            // Text could name any class there is, also one that nobody meant to have loaded; and Void has no value.
            obstacles.putIfAbsent(path, type.toCanonical());
        } else if (made.get() instanceof BeanDeserializerBase bean) {
            bean.properties().forEachRemaining(part -> component(path.isEmpty() ? "" : path + ".", part));
        }
    }

    private void component(String path, SettableBeanProperty part) {
        if (isMeantToBeSet(part)) {
            at(path + part.getName(), part.getType());
        }
    }

    /** A component of a record, a setter, a public field; not what Jackson could also reach, by a getter of a collection, say. */
    private static boolean isMeantToBeSet(SettableBeanProperty part) {
        var member = part.getMember();
        if (member instanceof AnnotatedField field) {
            return Modifier.isPublic(field.getAnnotated().getModifiers());
        }
        return !(member instanceof AnnotatedMethod method) || method.getParameterCount() == 1;
    }

    private Optional<JsonDeserializer<?>> maker(JavaType type) {
        try {
            var context = (DefaultDeserializationContext) mapper.getDeserializationContext();
            return Optional.of(context.createDummyInstance(mapper.getDeserializationConfig())
                    .findRootValueDeserializer(type));
        } catch (JsonMappingException e) {
            return Optional.empty();
        }
    }

    /** Jackson has a deserializer for every bean, also for one that it finds no way to construct. */
    private static boolean canMake(JsonDeserializer<?> made) {
        return !(made instanceof AbstractDeserializer)
                && !(made instanceof BeanDeserializerBase bean
                        && !bean.getValueInstantiator().canInstantiate());
    }
}
