package io.deskwire.notification;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
public class NotificationApplication {
    public static void main(String[] args) {
        new SpringApplicationBuilder(NotificationApplication.class)
                .properties("spring.config.name=notification")
                .run(args);
    }
}
