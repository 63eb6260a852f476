package io.deskwire.auth.provider;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Carries the SDK's requests to providers, bounded in time and size and without redirects: by itself the SDK reads as
/// much as it is sent, and follows. Never within a transaction.
@Component
class ProviderHttp implements HTTPRequestSender {
    private static final int MAX_BYTES = 256 * 1024;

    private final HttpClient http;
    private final Duration timeout;

    ProviderHttp(ProviderProperties properties) {
        this.timeout = properties.timeout();
        this.http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    HTTPResponse get(URI address) {
        return answerTo(new HTTPRequest(HTTPRequest.Method.GET, address));
    }

    /// Raises [ProviderAwayException] where no answer comes.
    HTTPResponse answerTo(HTTPRequest request) {
        try {
            return request.send(this);
        } catch (IOException failure) {
            throw new ProviderAwayException(request.getURI().getHost() + " does not answer", failure);
        }
    }

    /// Fetches published keys, within the same bounds.
    ResourceRetriever keys() {
        var millis = (int) timeout.toMillis();
        return new DefaultResourceRetriever(millis, millis, MAX_BYTES);
    }

    @Override
    public HTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        var body = request.getBody();
        var outgoing = HttpRequest.newBuilder(request.getURI())
                .timeout(timeout)
                .header("Accept", "application/json")
                .method(
                        request.getMethod().name(),
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> outgoing.header(name, value)));
        try {
            var incoming = http.send(outgoing.build(), BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
            var answer = new HTTPResponse(incoming.statusCode());
            answer.setBody(incoming.body());
            return answer;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
