package io.deskwire.automation;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
public class AutomationApplication {
    public static void main(String[] args) {
        new SpringApplicationBuilder(AutomationApplication.class)
                .properties("spring.config.name=automation")
                .run(args);
    }
}
