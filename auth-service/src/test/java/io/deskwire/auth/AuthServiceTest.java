package io.deskwire.auth;

import io.deskwire.testsupport.RealServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/// The whole service on a random port, on real servers. All classes so marked share one context.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RealServers("auth")
@Import(People.Beans.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=auth",
            "deskwire.auth.mailer-autoconfirm=true",
            "deskwire.auth.secret-key.key=" + AuthServiceTest.SECRET_KEY,
            "deskwire.auth.rate-limit.factor=100000",
            "deskwire.auth.seal.keys=a key of the tests and not a secret"
        })
public @interface AuthServiceTest {
    /// The deployment's secret key.
    String SECRET_KEY = "sb_secret_0123456789abcdefghijkl_mnopqrst";
}
