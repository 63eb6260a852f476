package io.deskwire.gateway;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import reactor.netty.ReactorNetty;

@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayApplication {
    public static void main(String[] args) {
        var processors = Runtime.getRuntime().availableProcessors();
        if (System.getProperty(ReactorNetty.IO_WORKER_COUNT) == null) {
            System.setProperty(ReactorNetty.IO_WORKER_COUNT, Integer.toString(eventLoops(processors)));
        }
        var application = new SpringApplication(GatewayApplication.class);
        application.setDefaultProperties(Map.of("spring.config.name", "gateway"));
        application.run(args);
    }

    /// Half of the processors; the services need the others. The connection to a service often belongs to another loop
    /// than the client's, and such a pair wakes two threads in turn for one request: fewer loops, fewer pairs. The
    /// library's own number is never below four.
    static int eventLoops(int processors) {
        return Math.max(1, processors / 2);
    }
}
