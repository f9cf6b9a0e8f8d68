package org.faktoryjca.it.app.plain;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Uses its database once. */
@DataSourceDefinition(
        name = "java:app/database",
        className = "org.h2.jdbcx.JdbcDataSource",
        url = "jdbc:h2:mem:plain",
        user = "sa",
        password = "")
@Singleton
@Startup
public class Plain {
    @Resource(lookup = "java:app/database")
    private DataSource database;

    @PostConstruct
    void use() {
        try (var connection = database.getConnection()) {
            connection.isValid(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
