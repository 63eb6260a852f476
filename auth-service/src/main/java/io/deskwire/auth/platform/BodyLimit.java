package io.deskwire.auth.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Bodies below `/auth/v1` have at most a megabyte, whether they say their length or not: nobody is known there yet.
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
@Component
class BodyLimit extends OncePerRequestFilter {
    static final int BYTES = 1024 * 1024;

    private final GoTrueErrorHandler errors;
    private final GoTrueUnmatched unmatched;

    BodyLimit(GoTrueErrorHandler errors, GoTrueUnmatched unmatched) {
        this.errors = errors;
        this.unmatched = unmatched;
    }

    static final class TooLargeException extends IOException {
        TooLargeException() {
            super("the body has more than %d bytes".formatted(BYTES));
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !GoTrueUnmatched.concerns(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > BYTES) {
            unmatched.write(errors.tooLarge(request), response);
            return;
        }
        chain.doFilter(request.getContentLengthLong() < 0 ? new Counted(request) : request, response);
    }

    private static final class Counted extends HttpServletRequestWrapper {
        Counted(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new CountedStream(super.getInputStream());
        }
    }

    private static final class CountedStream extends ServletInputStream {
        private final ServletInputStream stream;
        private long read;

        CountedStream(ServletInputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            var next = stream.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var count = stream.read(buffer, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int more) throws TooLargeException {
            read += more;
            if (read > BYTES) {
                throw new TooLargeException();
            }
        }

        @Override
        public boolean isFinished() {
            return stream.isFinished();
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            stream.setReadListener(listener);
        }
    }
}
