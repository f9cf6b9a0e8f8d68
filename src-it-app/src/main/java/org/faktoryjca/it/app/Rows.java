package org.faktoryjca.it.app;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** A table in the server's default database, by plain JDBC. */
@Singleton
@Startup
@jakarta.ejb.ConcurrencyManagement(jakarta.ejb.ConcurrencyManagementType.BEAN)
public class Rows {
    @Resource
    private DataSource database;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Set<String> missed = ConcurrentHashMap.newKeySet();

    @PostConstruct
    void create() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("create table IT_ROW (ID varchar(60) primary key)");
        } catch (SQLException e) {
            // There from an earlier deployment, in a database that outlives it: the next insert would say otherwise.
            System.getLogger("org.faktoryjca.it").log(System.Logger.Level.DEBUG, "the table is there", e);
        }
    }

    /** Inserts a row in the caller's transaction. */
    public void insert(String id) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("insert into IT_ROW values (?)")) {
            statement.setString(1, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks for a row, in a transaction of its own, and remembers whether it was there. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void look(String id) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select count(*) from IT_ROW where ID = ?")) {
            statement.setString(1, id);
            try (var result = statement.executeQuery()) {
                result.next();
                (result.getInt(1) == 1 ? seen : missed).add(id);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a job has found of its row. */
    public String found(String id) {
        return seen.contains(id) ? "seen" : missed.contains(id) ? "missed" : "unknown";
    }
}
