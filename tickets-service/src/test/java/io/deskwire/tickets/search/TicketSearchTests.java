package io.deskwire.tickets.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.tickets.search.TicketSearch.Term;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketSearchTests {
    @Test
    void readsWordsPhrasesExclusionsAndAlternatives() {
        var search = TicketSearch.parse("parcel \"is late\" -invoice OR #17");

        assertThat(search).isNotNull();
        assertThat(search.alternatives())
                .isEqualTo(List.of(
                        List.of(
                                new Term("parcel", "%parcel%", null, false, false),
                                new Term("is late", "%is late%", null, true, false),
                                new Term("invoice", "%invoice%", null, false, true)),
                        List.of(new Term("#17", "%#17%", 17L, false, false))));
    }

    @Test
    void takesWildcardsAndQuotesAsTheyAre() {
        assertThat(TicketSearch.parse("100%_\\"))
                .isEqualTo(
                        new TicketSearch(List.of(List.of(new Term("100%_\\", "%100\\%\\_\\\\%", null, false, false)))));
        assertThat(TicketSearch.parse("it's 5\" -\"or\"").alternatives().getFirst())
                .extracting(Term::text)
                .containsExactly("it's", "5\"", "or");
        assertThat(TicketSearch.parse("\"open end").alternatives().getFirst())
                .extracting(Term::text)
                .containsExactly("open end");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "or", "or OR", "\"\"", "\""})
    void isNullWhereNothingIsAskedFor(String q) {
        assertThat(TicketSearch.parse(q)).isNull();
    }
}
