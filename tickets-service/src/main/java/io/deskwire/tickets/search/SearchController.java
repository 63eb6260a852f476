package io.deskwire.tickets.search;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.tickets.search.SearchSettings.Stemming;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/search")
class SearchController {
    private final SearchService search;

    SearchController(SearchService search) {
        this.search = search;
    }

    record SettingsRequest(@Nullable String stemming) {
        Stemming chosen() {
            var check = new FieldCheck();
            check.require(stemming != null, "stemming", "must be given");
            var chosen = check.oneOf("stemming", stemming, Stemming.class, Stemming.NONE);
            check.done();
            return chosen;
        }
    }

    @GetMapping
    Page<SearchHit> search(Caller caller, @RequestParam MultiValueMap<String, String> parameters, PageRequest page) {
        return search.search(caller, SearchQuery.parse(parameters), page);
    }

    @GetMapping("/settings")
    SearchSettings settings(Caller caller) {
        return search.settings(caller);
    }

    @PutMapping("/settings")
    SearchSettings choose(Caller caller, @RequestBody SettingsRequest request) {
        return search.choose(caller, request.chosen());
    }
}
