package io.deskwire.auth.mfa;

import io.nayuki.qrcodegen.QrCode;

/// A QR code as SVG; clients put it behind `data:image/svg+xml;utf-8,`.
final class QrSvg {
    private static final int BORDER = 4;
    private static final int PIXELS_PER_MODULE = 4;

    private QrSvg() {}

    static String of(String text) {
        var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        var side = code.size + 2 * BORDER;
        var path = new StringBuilder();
        for (var y = 0; y < code.size; y++) {
            for (int x = 0, run; x < code.size; x += Math.max(run, 1)) {
                run = dark(code, x, y);
                if (run > 0) {
                    path.append("M%d,%dh%dv1h-%dz".formatted(x + BORDER, y + BORDER, run, run));
                }
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%1$d" viewBox="0 0 %2$d %2$d" \
                shape-rendering="crispEdges"><rect width="100%%" height="100%%" fill="white"/>\
                <path d="%3$s" fill="black"/></svg>""".formatted(side * PIXELS_PER_MODULE, side, path);
    }

    /// How many dark modules follow one another from here.
    private static int dark(QrCode code, int x, int y) {
        var run = 0;
        while (x + run < code.size && code.getModule(x + run, y)) {
            run++;
        }
        return run;
    }
}
