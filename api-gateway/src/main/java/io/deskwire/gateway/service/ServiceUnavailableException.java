package io.deskwire.gateway.service;

/// A service cannot be reached or does not answer in time: 503, try again.
public final class ServiceUnavailableException extends RuntimeException {
    private final Service service;

    public ServiceUnavailableException(Service service, Throwable cause) {
        super(service.wire() + " does not answer", cause, false, false);
        this.service = service;
    }

    public Service service() {
        return service;
    }
}
