package io.deskwire.common.reception;

import org.apache.kafka.common.MetricName;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/// The consumer of a group.
record Receiver(EffectGroup group, KafkaMessageListenerContainer<byte[], byte[]> container) {

    /// Records that are there and not read yet, of the partition that is furthest behind; NaN before the first fetch.
    double lag() {
        return container.metrics().values().stream()
                .flatMap(metrics -> metrics.entrySet().stream())
                .filter(metric -> isLag(metric.getKey()) && metric.getValue().metricValue() instanceof Double)
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .max()
                .orElse(Double.NaN);
    }

    private static boolean isLag(MetricName metric) {
        return metric.name().equals("records-lag-max")
                && metric.group().equals("consumer-fetch-manager-metrics")
                && !metric.tags().containsKey("partition");
    }
}
