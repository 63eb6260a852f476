package io.deskwire.common.net;

import org.springframework.core.convert.converter.Converter;

/// Lets settings have networks: what is none stops the start and says why.
public final class NetworkConverter implements Converter<String, Network> {
    @Override
    public Network convert(String text) {
        return Network.parse(text.strip());
    }
}
