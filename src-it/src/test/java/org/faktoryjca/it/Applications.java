package org.faktoryjca.it;

import java.io.File;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Archives with packages of {@code src-it-app}, and what each server wants to be told of the beans in them. */
final class Applications {
    private static final String ROOT = "/org/faktoryjca/it/app/";
    private static final String EMBEDDED = "#faktory-ra.rar";
    private static final String ALONE = "faktory-ra.rar";

    private Applications() {}

    /** The adapter by itself. */
    static ResourceAdapterArchive adapter() {
        return imported(ResourceAdapterArchive.class, "faktory-ra.rar", "it.rar");
    }

    /** An archive of the build, whose file the property names. */
    static <A extends Archive<A>> A imported(Class<A> type, String name, String property) {
        return ShrinkWrap.create(ZipImporter.class, name)
                .importFrom(new File(System.getProperty(property)))
                .as(type);
    }

    /** The adapter and the beans of one package. */
    static EnterpriseArchive ear(String name, String of, String... beans) {
        return ShrinkWrap.create(EnterpriseArchive.class, name + ".ear")
                .addAsModule(adapter())
                .addAsModule(described(
                        classes(of), ShrinkWrap.create(JavaArchive.class, name + "-ejb.jar"), EMBEDDED, beans));
    }

    /** The same for a server where other applications have this adapter in them, too: Payara takes any of them unless it is told. */
    static EnterpriseArchive withOwnAdapter(String name, String of, String bean) {
        var ear = ear(name, of, bean);
        ear.getAsType(JavaArchive.class, name + "-ejb.jar")
                .addAsManifestResource(payaraAdapter(bean, name + "#faktory-ra"), "glassfish-ejb-jar.xml");
        return ear;
    }

    /** A bean of which there is one instance: Payara reads that here, and WildFly takes a pool of this name, which a test must make. */
    static EnterpriseArchive narrow(String pool) {
        var ear = ear("narrow", "narrow", "Narrow");
        ear.getAsType(JavaArchive.class, "narrow-ejb.jar")
                .addAsManifestResource(
                        payara(
                                "Narrow",
                                "<bean-pool><steady-pool-size>1</steady-pool-size><resize-quantity>1</resize-quantity>"
                                        + "<max-pool-size>1</max-pool-size></bean-pool>"),
                        "glassfish-ejb-jar.xml")
                .addAsManifestResource(wildfly("""
                        <p:pool xmlns:p="urn:ejb-pool:1.0">
                          <ejb-name>Narrow</ejb-name>
                          <p:bean-instance-pool-ref>%s</p:bean-instance-pool-ref>
                        </p:pool>
                        """.formatted(pool) + bindings(EMBEDDED, "Narrow")), "jboss-ejb3.xml");
        return ear;
    }

    /** An adapter that is not ours, and a bean of it. */
    static EnterpriseArchive bare(String name) {
        var bean = ShrinkWrap.create(JavaArchive.class, name + "-ejb.jar");
        return ShrinkWrap.create(EnterpriseArchive.class, name + ".ear")
                .addAsModule(ShrinkWrap.create(ResourceAdapterArchive.class, "bare.rar")
                        .addAsLibrary(classes("bare", "Bare(Adapter|Spec|Listener).*")))
                .addAsModule(described(classes("bare", "BareBean.*"), bean, "#bare.rar", "BareBean"));
    }

    /** A bean and a pool of connections, without any adapter. */
    static JavaArchive plain(String name) {
        return ShrinkWrap.create(JavaArchive.class, name + ".jar")
                .merge(classes("plain"))
                .addAsManifestResource(beansXml(), "beans.xml")
                .addAsManifestResource(dependency("com.h2database.h2"), "jboss-deployment-structure.xml");
    }

    /** All beans that run jobs in every way. */
    static EnterpriseArchive work(String name) {
        return withDescriptors(
                ear(
                        name,
                        "work",
                        "Desk",
                        "Required",
                        "NotSupported",
                        "BeanManaged",
                        "Lenient",
                        "Hurried",
                        "Impatient",
                        "PersistingRequired",
                        "PersistingItself",
                        "Bindings"),
                name);
    }

    private static JavaArchive described(JavaArchive classes, JavaArchive jar, String adapter, String... beans) {
        return jar.merge(classes)
                .addAsManifestResource(beansXml(), "beans.xml")
                .addAsManifestResource(wildfly(bindings(adapter, beans)), "jboss-ejb3.xml");
    }

    /** With the descriptor that says {@code Hurried}'s time to Payara, and the table for JPA. */
    private static EnterpriseArchive withDescriptors(EnterpriseArchive ear, String name) {
        ear.getAsType(JavaArchive.class, name + "-ejb.jar")
                .addAsManifestResource(persistence("work", "work.Entry"), "persistence.xml")
                .addAsManifestResource(
                        payara("Hurried", "<cmt-timeout-in-seconds>1</cmt-timeout-in-seconds>"),
                        "glassfish-ejb-jar.xml");
        return ear;
    }

    /** Enterprise beans beside an adapter that is deployed by itself, in a web application; its bean serves this queue. */
    static WebArchive war(String name, String of, String bean, String queue) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .merge(classes(of), "WEB-INF/classes")
                .addAsWebInfResource(beansXml(), "beans.xml")
                .addAsWebInfResource(wildfly(bindings(ALONE, bean)), "jboss-ejb3.xml")
                .addAsWebInfResource(payaraAdapter(bean, "faktory-ra"), "glassfish-ejb-jar.xml")
                .addAsWebInfResource(dependency("deployment.faktory-ra.rar"), "jboss-deployment-structure.xml")
                .addAsWebInfResource(queue(bean, queue), "ejb-jar.xml");
    }

    /** The same in a jar of its own, without other beans of the package. */
    static JavaArchive jar(String name, String of, String bean, String queue) {
        return described(classes(of, bean + ".*"), ShrinkWrap.create(JavaArchive.class, name + ".jar"), ALONE, bean)
                .addAsManifestResource(payaraAdapter(bean, "faktory-ra"), "glassfish-ejb-jar.xml")
                .addAsManifestResource(dependency("deployment.faktory-ra.rar"), "jboss-deployment-structure.xml")
                .addAsManifestResource(queue(bean, queue), "ejb-jar.xml");
    }

    private static JavaArchive classes(String of) {
        return classes(of, ".*");
    }

    private static JavaArchive classes(String of, String names) {
        var all = imported(JavaArchive.class, "classes.jar", "it.app");
        return ShrinkWrap.create(JavaArchive.class, of + ".jar").merge(all, Filters.include(ROOT + of + "/" + names));
    }

    private static StringAsset beansXml() {
        return new StringAsset("""
                <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="all"/>
                """);
    }

    private static String bindings(String adapter, String... beans) {
        var bindings = new StringBuilder();
        for (var bean : beans) {
            bindings.append("""
                    <r:resource-adapter-binding>
                      <ejb-name>%s</ejb-name>
                      <r:resource-adapter-name>%s</r:resource-adapter-name>
                    </r:resource-adapter-binding>
                    """.formatted(bean, adapter));
        }
        return bindings.toString();
    }

    private static StringAsset wildfly(String assembly) {
        return new StringAsset("""
                <jboss:ejb-jar xmlns:jboss="http://www.jboss.com/xml/ns/javaee" xmlns="https://jakarta.ee/xml/ns/jakartaee"
                               xmlns:r="urn:resource-adapter-binding:1.0" version="4.0">
                  <assembly-descriptor>%s</assembly-descriptor>
                </jboss:ejb-jar>
                """.formatted(assembly));
    }

    /** One class in the server's default database, in a table that is new with each deployment. */
    private static StringAsset persistence(String unit, String entity) {
        return new StringAsset("""
                <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
                  <persistence-unit name="%s">
                    <class>org.faktoryjca.it.app.%s</class>
                    <properties>
                      <property name="jakarta.persistence.schema-generation.database.action" value="drop-and-create"/>
                    </properties>
                  </persistence-unit>
                </persistence>
                """.formatted(unit, entity));
    }

    private static StringAsset payara(String bean, String says) {
        return new StringAsset("""
                <!DOCTYPE glassfish-ejb-jar PUBLIC "-//GlassFish.org//DTD GlassFish Application Server 3.1 EJB 3.1//EN"
                  "http://glassfish.org/dtds/glassfish-ejb-jar_3_1-1.dtd">
                <glassfish-ejb-jar>
                  <enterprise-beans><ejb><ejb-name>%s</ejb-name>%s</ejb></enterprise-beans>
                </glassfish-ejb-jar>
                """.formatted(bean, says));
    }

    /** For the adapter that is deployed by itself: an application sees its classes only if it names it. */
    private static StringAsset payaraAdapter(String bean, String adapter) {
        return payara(
                bean,
                "<mdb-resource-adapter><resource-adapter-mid>" + adapter
                        + "</resource-adapter-mid></mdb-resource-adapter>");
    }

    private static StringAsset dependency(String module) {
        return new StringAsset("""
                <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
                  <deployment><dependencies><module name="%s"/></dependencies></deployment>
                </jboss-deployment-structure>
                """.formatted(module));
    }

    private static StringAsset queue(String bean, String queue) {
        return new StringAsset("""
                <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
                  <enterprise-beans>
                    <message-driven>
                      <ejb-name>%s</ejb-name>
                      <activation-config>
                        <activation-config-property>
                          <activation-config-property-name>queues</activation-config-property-name>
                          <activation-config-property-value>%s</activation-config-property-value>
                        </activation-config-property>
                      </activation-config>
                    </message-driven>
                  </enterprise-beans>
                </ejb-jar>
                """.formatted(bean, queue));
    }
}
