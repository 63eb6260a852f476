package io.deskwire.auth.admin;

import io.deskwire.auth.platform.GoTrueException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// A page as GoTrue's admin lists have it: numbered from 1, with the total in `X-Total-Count` and the pages' numbers in
/// `Link`.
public record Paging(int page, int perPage) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final int DEFAULT = 50;
    private static final int MOST = 1_000;
    /// Beyond it the offset alone would take the database's time.
    private static final int LAST_PAGE = 1_000_000;

    /// The client sends empty texts where nothing was asked for. A larger page than the largest is the largest.
    public static Paging of(@Nullable String page, @Nullable String perPage) {
        return new Paging(
                number("page", page, 1, LAST_PAGE),
                Math.min(MOST, number("per_page", perPage, DEFAULT, Integer.MAX_VALUE)));
    }

    private static int number(String name, @Nullable String text, int otherwise, int most) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        var number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (number < 1 || number > most) {
            throw GoTrueException.invalid(
                    "Bad Pagination Parameters: %s has to be a number from 1 to %d".formatted(name, most));
        }
        return (int) number;
    }

    public long offset() {
        return (page - 1L) * perPage;
    }

    /// The client cuts at `,`, `;` and the first `=`, so `page` comes first and the rest is encoded.
    ///
    /// @param query the request's other parameters, in order
    public HttpHeaders headers(String path, long total, Map<String, String> query) {
        var last = (total + perPage - 1) / perPage;
        var links = new StringBuilder();
        if (last > page) {
            links.append(link(path, page + 1L, query)).append("; rel=\"next\", ");
        }
        links.append(link(path, last, query)).append("; rel=\"last\"");
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.LINK, links.toString());
        headers.set("X-Total-Count", Long.toString(total));
        return headers;
    }

    private String link(String path, long number, Map<String, String> query) {
        var link = new StringBuilder("<%s?page=%d&per_page=%d".formatted(path, number, perPage));
        query.forEach((name, value) ->
                link.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return link.append('>').toString();
    }
}
