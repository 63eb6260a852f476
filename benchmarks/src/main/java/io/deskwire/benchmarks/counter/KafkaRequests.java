package io.deskwire.benchmarks.counter;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// Requests to the broker that lives in another JVM of this machine, asked through the JDK's own door: nothing has to
/// be open before.
final class KafkaRequests implements AutoCloseable {
    static final List<String> KINDS = List.of("Produce", "Fetch", "OffsetCommit");

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private KafkaRequests(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // the address comes from a process of this machine and this user
    static KafkaRequests of(long process) throws IOException {
        try {
            var machine = VirtualMachine.attach(String.valueOf(process));
            try {
                return new KafkaRequests(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("Kafka's process " + process + " does not tell its metrics", e);
        }
    }

    /// `kafka_produce` and so on, since the broker started.
    Map<String, Double> read() throws IOException, JMException {
        var counts = new TreeMap<String, Double>();
        for (var kind : KINDS) {
            // One bean for each version of the request.
            var names = beans.queryNames(
                    new ObjectName("kafka.network:type=RequestMetrics,name=RequestsPerSec,request=" + kind + ",*"),
                    null);
            double sum = 0;
            for (var name : names) {
                sum += ((Number) beans.getAttribute(name, "Count")).doubleValue();
            }
            counts.put("kafka_" + kind.replaceAll("(?<=.)(?=[A-Z])", "_").toLowerCase(Locale.ROOT), sum);
        }
        return counts;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
