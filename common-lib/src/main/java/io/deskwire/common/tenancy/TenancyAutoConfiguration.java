package io.deskwire.common.tenancy;

import com.zaxxer.hikari.HikariDataSource;
import io.deskwire.common.tenancy.DatabaseProperties.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.annotation.Transactional;

/// The service's connections: requests as `<service>_app`, the system door as `<service>_system`, migrations as owner.
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
        })
@ConditionalOnClass(HikariDataSource.class)
@ConditionalOnProperty("deskwire.database.service")
@EnableConfigurationProperties(DatabaseProperties.class)
class TenancyAutoConfiguration {
    /// No statement and no forgotten transaction holds locks for long, and nobody waits long for one.
    private static final String SESSION_LIMITS =
            "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s";

    @Bean(defaultCandidate = false)
    HikariDataSource appPool(DatabaseProperties database) {
        return pool(database, Role.APP, database.appConnections());
    }

    @Bean(defaultCandidate = false)
    HikariDataSource systemPool(DatabaseProperties database) {
        return pool(database, Role.SYSTEM, database.systemConnections());
    }

    @Bean
    @Primary
    DataSource dataSource(
            @Qualifier("appPool") HikariDataSource appPool, @Qualifier("systemPool") HikariDataSource systemPool) {
        var routing = new AbstractRoutingDataSource() {
            @Override
            protected @Nullable Object determineCurrentLookupKey() {
                return SystemAccess.purpose() == null ? Role.APP : Role.SYSTEM;
            }

            @Override
            public Connection getConnection() throws SQLException {
                return ClaimedConnection.of(super.getConnection());
            }
        };
        routing.setTargetDataSources(Map.of(Role.APP, appPool, Role.SYSTEM, systemPool));
        return routing;
    }

    @Bean
    TenantTransactions transactionManager(DataSource dataSource) {
        return new TenantTransactions(dataSource);
    }

    /// Around the advice that opens the transaction, which comes last of all.
    @Bean
    @org.springframework.context.annotation.Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor transactionRepeat() {
        var advisor = new DefaultPointcutAdvisor(
                new ComposablePointcut(new AnnotationMatchingPointcut(Transactional.class, true))
                        .union((Pointcut) AnnotationMatchingPointcut.forMethodAnnotation(Transactional.class)),
                new TransactionRepeat());
        advisor.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
        return advisor;
    }

    @Bean
    SystemAccess systemAccess(TenantTransactions transactions, MeterRegistry meters) {
        return new SystemAccess(transactions, meters);
    }

    @Bean
    FlywayConnectionDetails ownerConnection(DatabaseProperties database) {
        return new FlywayConnectionDetails() {
            @Override
            public String getUsername() {
                return database.role(Role.OWNER);
            }

            @Override
            public String getPassword() {
                return database.password();
            }

            @Override
            public String getJdbcUrl() {
                return database.jdbcUrl();
            }
        };
    }

    /// The common tables, those of modules, and the service's own, in the order of their versions; a common migration
    /// may arrive later than a service's.
    @Bean
    FlywayConfigurationCustomizer migrations(DatabaseProperties database, ObjectProvider<ModuleTables> modules) {
        var locations = Stream.of(
                        Stream.of("classpath:db/common"),
                        modules.orderedStream().map(ModuleTables::location),
                        Stream.of("classpath:db/" + database.service()))
                .flatMap(location -> location)
                .toArray(String[]::new);
        return flyway -> flyway.locations(locations)
                .placeholders(Map.of("service", database.service()))
                .outOfOrder(true)
                .connectRetries(30);
    }

    private static HikariDataSource pool(DatabaseProperties database, Role role, int connections) {
        var pool = new HikariDataSource();
        pool.setPoolName(database.role(role));
        pool.setJdbcUrl(database.jdbcUrl());
        pool.setUsername(database.role(role));
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(connections);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("options", SESSION_LIMITS);
        return pool;
    }
}
