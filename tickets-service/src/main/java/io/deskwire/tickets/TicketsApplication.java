package io.deskwire.tickets;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
public class TicketsApplication {
    public static void main(String[] args) {
        new SpringApplicationBuilder(TicketsApplication.class)
                .properties("spring.config.name=tickets")
                .run(args);
    }
}
