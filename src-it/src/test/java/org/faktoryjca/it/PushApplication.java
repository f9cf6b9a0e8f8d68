package org.faktoryjca.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.faktoryjca.testing.server.FaultProxy;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The application of {@code org.faktoryjca.it.app.pushes}: its archive, and its servlet as a test sees it. */
final class PushApplication {
    private static final String PACKAGE = "/org/faktoryjca/it/app/pushes/";
    private static final String SERVLET = PACKAGE + "PushServlet.class";

    private final HttpClient http = HttpClient.newHttpClient();

    /** What stands between its beans and the suite's work server, where {@code IT_PROXY_URL} tells them. */
    static FaultProxy proxy() {
        return FaultProxy.before(Suite.faktory(), Integer.parseInt(System.getProperty("it.proxy.port")));
    }

    static EnterpriseArchive archive() {
        var all = Applications.imported(JavaArchive.class, "all.jar", "it.app");
        var beans = ShrinkWrap.create(JavaArchive.class, "pushes-ejb.jar")
                .merge(all, Filters.include(PACKAGE + ".*"))
                .addAsManifestResource(new StringAsset("""
                        <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="annotated"/>
                        """), "beans.xml")
                .addAsManifestResource(new StringAsset("""
                        <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
                          <persistence-unit name="pushes">
                            <class>org.faktoryjca.it.app.pushes.PushRow</class>
                            <properties>
                              <property name="jakarta.persistence.schema-generation.database.action" value="drop-and-create"/>
                            </properties>
                          </persistence-unit>
                        </persistence>
                        """), "persistence.xml")
                .addAsManifestResource(new StringAsset("""
                        <jboss:ejb-jar xmlns:jboss="http://www.jboss.com/xml/ns/javaee" xmlns="https://jakarta.ee/xml/ns/jakartaee"
                                       xmlns:r="urn:resource-adapter-binding:1.0" version="4.0">
                          <assembly-descriptor>
                            <r:resource-adapter-binding>
                              <ejb-name>Looker</ejb-name>
                              <r:resource-adapter-name>#faktory-ra.rar</r:resource-adapter-name>
                            </r:resource-adapter-binding>
                          </assembly-descriptor>
                        </jboss:ejb-jar>
                        """), "jboss-ejb3.xml");
        var servlet = beans.delete(SERVLET).getAsset();
        return ShrinkWrap.create(EnterpriseArchive.class, "pushes.ear")
                .addAsModule(Applications.imported(ResourceAdapterArchive.class, "faktory-ra.rar", "it.rar"))
                .addAsModule(beans)
                .addAsModule(ShrinkWrap.create(WebArchive.class, "pushes-web.war")
                        .addAsWebInfResource(servlet, "classes" + SERVLET))
                // For the driver of the XA DataSource, which Payara shows to everyone.
                .addAsManifestResource(new StringAsset("""
                        <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
                          <sub-deployment name="pushes-ejb.jar">
                            <dependencies><module name="com.h2database.h2"/></dependencies>
                          </sub-deployment>
                        </jboss-deployment-structure>
                        """), "jboss-deployment-structure.xml")
                .setApplicationXML(new StringAsset("""
                        <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="10">
                          <application-name>pushes</application-name>
                          <module><connector>faktory-ra.rar</connector></module>
                          <module><ejb>pushes-ejb.jar</ejb></module>
                          <module><web><web-uri>pushes-web.war</web-uri><context-root>/pushes</context-root></web></module>
                        </application>
                        """));
    }

    /** Has a bean do something: answers what it said, or all that was thrown. */
    String perform(String what, String... parameters) throws IOException, InterruptedException {
        var address = new StringBuilder("http://127.0.0.1:" + System.getProperty("it.http.port") + "/pushes/push?what=")
                .append(what);
        for (var parameter : parameters) {
            address.append('&').append(parameter);
        }
        var response = http.send(
                HttpRequest.newBuilder(URI.create(address.toString()))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(what + " was answered by " + response.statusCode() + ": " + response.body());
        }
        return response.body().strip();
    }
}
