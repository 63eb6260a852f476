package io.deskwire.gateway.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.gateway.apidocs.ApiDescription.Part;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ApiDescriptionTests {
    private static Part part(String name, String document) {
        return new Part(name, (ObjectNode) JsonMapper.shared().readTree(document.replace('\'', '"')));
    }

    @Test
    void nothingMakesAnEmptyDescription() {
        var merged = ApiDescription.of(List.of(), "1.2.3");

        assertThat(merged.at("/info/version").asString()).isEqualTo("1.2.3");
        assertThat(merged.path("paths").isEmpty()).isTrue();
    }

    @Test
    void pathsOfAllPartsStandTogetherWithWhatEachDocumentSaidOnce() {
        var merged = ApiDescription.of(
                List.of(
                        part(
                                "auth",
                                "{'security':[{'bearer':[]}],'tags':[{'name':'Tenants'}],"
                                        + "'paths':{'/api/v1/tenants':{'get':{'tags':['Tenants']}}}}"),
                        part("tickets", "{'paths':{'/api/v1/tickets':{'get':{},'post':{'security':[]}}}}")),
                "1");

        assertThat(merged.path("paths").propertyNames()).containsExactly("/api/v1/tenants", "/api/v1/tickets");
        assertThat(merged.at("/paths/~1api~1v1~1tenants/get/security/0/bearer").isArray())
                .isTrue();
        assertThat(merged.at("/paths/~1api~1v1~1tickets/get").has("security")).isFalse();
        assertThat(merged.at("/paths/~1api~1v1~1tickets/get/tags/0").asString()).isEqualTo("tickets");
        assertThat(merged.at("/tags/0/name").asString()).isEqualTo("Tenants");
    }

    @Test
    void equalComponentsBecomeOne() {
        var problem = "{'paths':{},'components':{'schemas':{'Problem':{'type':'object'}}}}";

        var merged = ApiDescription.of(List.of(part("auth", problem), part("tickets", problem)), "1");

        assertThat(merged.at("/components/schemas").propertyNames()).containsExactly("Problem");
    }

    @Test
    void aNameWithTwoMeaningsIsRenamedWithAllThatRefersToIt() {
        var merged = ApiDescription.of(
                List.of(
                        part(
                                "auth",
                                "{'paths':{},'components':{'schemas':{'Status':{'enum':['active']},"
                                        + "'Item':{'$ref':'#/components/schemas/Status'}}}}"),
                        part(
                                "tickets",
                                "{'paths':{'/t':{'get':{'x':{'$ref':'#/components/schemas/Item'}}}},"
                                        + "'components':{'schemas':{'Status':{'enum':['open']},"
                                        + "'Item':{'$ref':'#/components/schemas/Status'}}}}")),
                "1");

        assertThat(merged.at("/components/schemas").propertyNames())
                .containsExactlyInAnyOrder("Status", "Item", "TicketsStatus", "TicketsItem");
        assertThat(merged.at("/components/schemas/Status/enum/0").asString()).isEqualTo("active");
        assertThat(merged.at("/components/schemas/TicketsStatus/enum/0").asString())
                .isEqualTo("open");
        assertThat(merged.at("/components/schemas/TicketsItem/$ref").asString())
                .isEqualTo("#/components/schemas/TicketsStatus");
        assertThat(merged.at("/paths/~1t/get/x/$ref").asString()).isEqualTo("#/components/schemas/TicketsItem");
    }
}
