package io.deskwire.testsupport;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a Spring test: gives its context a new database of the named service and the shared broker, as the
/// properties `deskwire.database.{host,port,name,password}` and `deskwire.kafka.bootstrap-servers`. Test classes
/// whose contexts are otherwise equal share one context, and with it the database.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface RealServers {

    /// Whose roles the database has, such as `auth`.
    String value();
}
