package io.deskwire.auth.provisioning.provisioner;

import io.deskwire.auth.provisioning.provisioner.ProvisionerProperties.Address;
import java.net.http.HttpClient;
import java.util.Map;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;

/// The connections to all services. Closing waits for the calls under way, each of which is bounded in time.
@Component
final class ServiceHttp implements AutoCloseable {
    private final HttpClient client;
    private final JdkClientHttpRequestFactory requests;

    ServiceHttp(ProvisionerProperties properties) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(properties.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.requests = new JdkClientHttpRequestFactory(client);
        requests.setReadTimeout(properties.readTimeout());
    }

    /// @param headers with each request, among them the credential
    ServiceApi api(Address address, Map<String, String> headers) {
        return new ServiceApi(requests, address, headers);
    }

    @Override
    public void close() {
        client.close();
    }
}
