package io.deskwire.tickets.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.tickets.search.SearchTerms.Term;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTermsTests {
    @Test
    void readsWordsPhrasesExclusionsAndAlternatives() {
        var search = SearchTerms.parse("parcel \"is late\" -invoice OR #17");

        assertThat(search).isNotNull();
        assertThat(search.alternatives())
                .isEqualTo(List.of(
                        List.of(
                                new Term("parcel", "%parcel%", null, false, false, false),
                                new Term("is late", "%is late%", null, true, false, false),
                                new Term("invoice", "%invoice%", null, false, true, false)),
                        List.of(new Term("#17", "%#17%", 17L, false, false, false))));
    }

    @Test
    void takesWildcardsAndQuotesAsTheyAre() {
        assertThat(SearchTerms.parse("100%_\\"))
                .isEqualTo(new SearchTerms(
                        List.of(List.of(new Term("100%_\\", "%100\\%\\_\\\\%", null, false, false, false)))));
        assertThat(SearchTerms.parse("it's 5\" -\"or\"").alternatives().getFirst())
                .extracting(Term::text)
                .containsExactly("it's", "5\"", "or");
        assertThat(SearchTerms.parse("\"open end").alternatives().getFirst())
                .extracting(Term::text)
                .containsExactly("open end");
    }

    @Test
    void takesAStarForAPrefixOnlyWhereItIsAskedForAndBehindAWord() {
        var search = SearchTerms.parse("inv* -tmp* ann@exa* \"late*\" * 返品** #17");

        assertThat(search).isNotNull();
        assertThat(search.alternatives().getFirst()).noneMatch(Term::prefix);
        assertThat(search.withPrefixes().alternatives())
                .isEqualTo(List.of(List.of(
                        new Term("inv", "%inv%", null, false, false, true),
                        new Term("tmp", "%tmp%", null, false, true, true),
                        new Term("ann@exa", "%ann@exa%", null, false, false, false),
                        new Term("late*", "%late*%", null, true, false, false),
                        new Term("*", "%*%", null, false, false, false),
                        new Term("返品", "%返品%", null, false, false, true),
                        new Term("#17", "%#17%", 17L, false, false, false))));
    }

    @Test
    void takesANumberThatNoTicketCanHaveForText() {
        assertThat(SearchTerms.parse("#99999999999999999999").alternatives().getFirst())
                .extracting(Term::number)
                .containsOnlyNulls();
    }

    @Test
    void wantsWhatIsNotExcluded() {
        assertThat(SearchTerms.parse("a -b or c").wanted())
                .extracting(Term::text)
                .containsExactly("a", "c");
        assertThat(SearchTerms.parse("-b").wanted()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "or", "or OR", "\"\"", "\""})
    void isNullWhereNothingIsAskedFor(String q) {
        assertThat(SearchTerms.parse(q)).isNull();
    }
}
