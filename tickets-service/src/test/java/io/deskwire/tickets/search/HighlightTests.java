package io.deskwire.tickets.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HighlightTests {
    @Test
    void marksWordsPartsAndPhrases() {
        assertThat(html("The parcel is  late, said Ann", "parc \"is late\" ANN"))
                .isEqualTo("The <mark>parc</mark>el <mark>is late</mark>, said <mark>Ann</mark>");
        assertThat(html("invoice, reinvented inventory", "inv*"))
                .isEqualTo("<mark>invoice</mark>, reinvented <mark>inventory</mark>");
        assertThat(html("a category of cats", "cat category")).contains("<mark>category</mark>");
    }

    @Test
    void marksFormsAsWholeWords() {
        assertThat(Highlight.of(
                                "Das Haus, die Haustür",
                                SearchTerms.parse("Häuser").wanted(),
                                List.of("Haus"))
                        .html())
                .isEqualTo("Das <mark>Haus</mark>, die Haustür");
    }

    @Test
    void showsHtmlAndObeysNone() {
        assertThat(html("<img src=x onerror=\"a('b')\"> & parcel", "parcel"))
                .isEqualTo("&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt; &amp; <mark>parcel</mark>");
        assertThat(html("a <script> b </mark>", "<script>")).isEqualTo("a <mark>&lt;script&gt;</mark> b &lt;/mark&gt;");
    }

    @Test
    void showsThePieceInWhichSomethingWasFound() {
        assertThat(html("far ".repeat(500) + "needle" + " away".repeat(500), "needle"))
                .startsWith("…far ")
                .contains(" <mark>needle</mark> ")
                .endsWith(" away…")
                .hasSizeLessThan(330);
        assertThat(html("line one\n\n  line two", "-x")).isEqualTo("line one line two");
        assertThat(html("", "x")).isEmpty();
    }

    @Test
    void cutsNoCharacterInTwo() {
        var html = html("😀".repeat(400) + "xneedle" + "😀".repeat(400), "needle");

        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(html)).isTrue();
        assertThat(html).startsWith("…😀").contains("x<mark>needle</mark>😀").endsWith("😀…");
    }

    private static String html(String text, String q) {
        return Highlight.of(text, SearchTerms.parse(q).withPrefixes().wanted(), List.of())
                .html();
    }
}
