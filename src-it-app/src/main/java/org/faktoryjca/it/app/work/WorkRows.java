package org.faktoryjca.it.app.work;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A table in the server's default database, by plain JDBC, in the caller's transaction or in none. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class WorkRows {
    @Resource
    private DataSource database;

    @PostConstruct
    void create() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("create table if not exists WORK_ROW (ID varchar(60))");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Inserts a row. */
    public void insert(String id) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("insert into WORK_ROW values (?)")) {
            statement.setString(1, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many rows others can see. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int count(String id) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select count(*) from WORK_ROW where ID = ?")) {
            statement.setString(1, id);
            try (var result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
