package org.faktoryjca.client.json;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Whether there is any JSON that a type can be made of, as far as the type itself tells. */
final class Bindable {
    private Bindable() {}

    static boolean is(JsonMapper mapper, JavaType type) {
        var content = type.isReferenceType() ? type.getReferencedType() : type.getContentType();
        return isMade(mapper, type) && (content == null || is(mapper, content));
    }

    private static boolean isMade(JsonMapper mapper, JavaType type) {
        try {
            var context = (DefaultDeserializationContext) mapper.getDeserializationContext();
            return canMake(context.createDummyInstance(mapper.getDeserializationConfig())
                    .findRootValueDeserializer(type));
        } catch (JsonMappingException e) {
            return false;
        }
    }

    /** Jackson has a deserializer for every bean, also for one that it finds no way to construct. */
    private static boolean canMake(JsonDeserializer<?> made) {
        return !(made instanceof AbstractDeserializer)
                && !(made instanceof BeanDeserializerBase bean
                        && !bean.getValueInstantiator().canInstantiate());
    }
}
