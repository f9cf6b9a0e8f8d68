package org.faktoryjca.it.app.pushes;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Rows: by JPA in the server's default database, and by JDBC in one whose DataSource is an XA one. */
@DataSourceDefinition(
        name = "java:app/xa",
        className = "org.h2.jdbcx.JdbcDataSource",
        url = "jdbc:h2:mem:pushes;DB_CLOSE_DELAY=-1",
        user = "sa",
        password = "")
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class Tables {
    @PersistenceContext
    private EntityManager entities;

    @Resource(lookup = "java:app/xa")
    private DataSource xa;

    private final Map<String, String> found = new ConcurrentHashMap<>();

    @PostConstruct
    void create() {
        try (var connection = xa.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("create table if not exists XA_ROW (ID varchar(60) primary key)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In the caller's transaction; JPA writes it when that completes. */
    public void insert(String id) {
        entities.persist(new PushRow(id));
    }

    /** In the caller's transaction. */
    public void insertXa(String id) {
        try (var connection = xa.getConnection();
                var statement = connection.prepareStatement("insert into XA_ROW values (?)")) {
            statement.setString(1, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the row is there, in a transaction of its own. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean has(String id) {
        return entities.find(PushRow.class, id) != null;
    }

    /** Likewise. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean hasXa(String id) {
        try (var connection = xa.getConnection();
                var statement = connection.prepareStatement("select ID from XA_ROW where ID = ?")) {
            statement.setString(1, id);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a job has found. */
    public void remember(String id, boolean there) {
        found.put(id, there ? "seen" : "missed");
    }

    /** What a job has found: seen, missed, or unknown. */
    public String found(String id) {
        return found.getOrDefault(id, "unknown");
    }
}
