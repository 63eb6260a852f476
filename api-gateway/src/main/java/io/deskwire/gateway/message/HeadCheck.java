package io.deskwire.gateway.message;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/// Looks at each request's head before and after Netty's parser, and marks what is wrong with it for [HeadStage], which
/// answers. An address that cannot be parsed is made one that can: Spring would answer it 400 without a word.
///
/// Netty joins a folded header to one line and says nothing, so its lines are looked at before. Where a head begins is
/// not worked out a second time: the bytes go to the parser up to the end of a head, or of a line of a chunked body,
/// and the parser has said then what comes next.
final class HeadCheck {
    /// Ours alone; what a client sends under this name is dropped.
    static final String MARK = "X-Deskwire-Fault";

    private enum Reading {
        HEAD,
        BODY,
        CHUNKS,
        /// No HTTP any more, or none that the parser understands.
        OPAQUE
    }

    private Reading reading = Reading.HEAD;
    private long bodyLeft;
    private boolean begun;
    private boolean folded;
    private boolean atLineStart;
    private boolean blankSoFar;

    private HeadCheck() {}

    static void install(Channel channel) {
        var pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            var check = new HeadCheck();
            pipeline.addBefore(NettyPipeline.HttpCodec, "deskwire.lines", check.new Lines());
            pipeline.addAfter(NettyPipeline.HttpCodec, "deskwire.heads", check.new Heads());
        }
    }

    private final class Lines extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof ByteBuf bytes)) {
                context.fireChannelRead(message);
                return;
            }
            try {
                while (bytes.isReadable()) {
                    context.fireChannelRead(bytes.readRetainedSlice(part(bytes)));
                }
            } finally {
                bytes.release();
            }
        }
    }

    private final class Heads extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                arrived(request);
            } else if (message instanceof LastHttpContent && reading == Reading.CHUNKS) {
                nextHead();
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse answer
                    && answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                reading = Reading.OPAQUE;
            }
            context.write(message, promise);
        }
    }

    /// How many of the bytes may go to the parser before it is looked at again.
    private int part(ByteBuf bytes) {
        return switch (reading) {
            case HEAD -> head(bytes);
            case CHUNKS -> line(bytes);
            case BODY -> {
                var part = (int) Math.min(bodyLeft, bytes.readableBytes());
                bodyLeft -= part;
                if (bodyLeft == 0) {
                    nextHead();
                }
                yield part;
            }
            case OPAQUE -> bytes.readableBytes();
        };
    }

    private static int line(ByteBuf bytes) {
        var end = bytes.bytesBefore((byte) '\n');
        return end < 0 ? bytes.readableBytes() : end + 1;
    }

    private int head(ByteBuf bytes) {
        for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
            int b = bytes.getUnsignedByte(i);
            if (!begun) {
                begun = !Character.isISOControl(b) && !Character.isWhitespace(b); // the parser skips them, too
                continue;
            }
            if (atLineStart && (b == ' ' || b == '\t')) {
                folded = true;
            }
            if (b == '\n') {
                if (blankSoFar) {
                    nextHead();
                    return i + 1 - bytes.readerIndex();
                }
                blankSoFar = true;
                atLineStart = true;
            } else {
                blankSoFar = blankSoFar && atLineStart && b == '\r';
                atLineStart = false;
            }
        }
        return bytes.readableBytes();
    }

    private void nextHead() {
        reading = Reading.HEAD;
        begun = false;
        atLineStart = false;
        blankSoFar = false;
    }

    private void arrived(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            reading = Reading.OPAQUE;
            return;
        }
        request.headers().remove(MARK);
        var fault = fault(request);
        folded = false;
        if (fault != null) {
            request.headers().set(MARK, fault.name());
            request.headers().set(HttpHeaderNames.HOST, "invalid");
            request.setUri(RequestFault.legible(request.uri()));
        }
        if (HttpUtil.isTransferEncodingChunked(request)) {
            reading = Reading.CHUNKS;
        } else {
            bodyLeft = HttpUtil.getContentLength(request, 0L);
            reading = bodyLeft > 0 ? Reading.BODY : Reading.HEAD;
        }
    }

    private @Nullable RequestFault fault(HttpRequest request) {
        if (folded) {
            return RequestFault.FOLDED;
        }
        var headers = request.headers();
        var codings = RequestFault.ofCodings(headers.getAll(HttpHeaderNames.TRANSFER_ENCODING));
        if (codings != null) {
            return codings;
        }
        var isOld = Objects.equals(request.protocolVersion(), HttpVersion.HTTP_1_0);
        var hosts = RequestFault.ofHosts(headers.getAll(HttpHeaderNames.HOST), isOld);
        return hosts == null ? RequestFault.ofTarget(request.uri()) : hosts;
    }
}
