package io.deskwire.tickets.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.tickets.Desk;
import io.deskwire.tickets.TicketsServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketsServiceTest
class CalendarIT {
    private static final String HOURS = "/api/v1/business-hours";
    private static final Map<String, Object> BERLIN = Map.of(
            "name",
            "Berlin",
            "time_zone",
            "Europe/Berlin",
            "week",
            Map.of("mon", List.of(List.of("09:00", "17:00"))),
            "holidays",
            List.of(Map.of("date", "2026-12-25", "name", "Christmas")));

    @LocalServerPort
    int port;

    Desk desk;
    Api manager;

    @BeforeEach
    void open() {
        desk = Desk.at(port);
        manager = desk.manager();
    }

    @Test
    void keepsWhatIsDefinedUntilItIsChangedOrDeleted() {
        var made = manager.post(HOURS, BERLIN).expect(201);
        var path = made.header("Location");

        assertThat(manager.get(path).expect(200).json()).isEqualTo(made.json());
        assertThat(made.json().at("/week/mon").toString()).isEqualTo("[[\"09:00\",\"17:00\"]]");
        assertThat(made.json().at("/week/sun").isEmpty()).isTrue();
        assertThat(made.text("/holidays/0/date")).isEqualTo("2026-12-25");
        var changed = manager.patch(path, Map.of("week", Map.of("tue", List.of(List.of("18:00", "24:00")))))
                .expect(200);
        assertThat(changed.json().at("/week/mon").isEmpty()).isTrue();
        assertThat(changed.text("/week/tue/0/1")).isEqualTo("24:00");
        assertThat(changed.text("/holidays/0/name")).isEqualTo("Christmas");
        assertThat(changed.header("ETag")).isEqualTo("W/\"2\"");
        manager.patch(path, Map.of("week", Map.of("tue", List.of(List.of("18:00", "24:00")))))
                .expect(200);
        assertThat(manager.get(path).header("ETag")).isEqualTo("W/\"2\"");
        assertThat(manager.with("If-Match", "W/\"1\"")
                        .patch(path, Map.of("name", "x"))
                        .problem(412, "stale")
                        .get("changed")
                        .toString())
                .contains("week");
        manager.delete(path).expect(204);
        manager.get(path).problem(404, "not-found");
    }

    @Test
    void namesEveryBadField() {
        var holidays = new ArrayList<Map<String, String>>();
        for (int i = 0; i < 10_000; i++) {
            holidays.add(Map.of("date", "2026-12-25", "name", "Christmas"));
        }
        var errors = manager.post(
                        HOURS,
                        Map.of(
                                "name", "",
                                "time_zone", "Mars/Olympus_Mons",
                                "week", Map.of("mon", List.of(List.of("09:00", "12:00"), List.of("11:00", "13:00"))),
                                "holidays", holidays,
                                "country", "DE"))
                .problem(400, "malformed")
                .get("errors");

        assertThat(errors.findValuesAsString("field"))
                .containsExactlyInAnyOrder("country", "name", "time_zone", "week.mon", "holidays");
        assertThat(errors.toString()).contains("Mars/Olympus_Mons", "overlap", "10000");
        for (var zone : List.of("+02:00", "UTC+2", "europe/berlin", "CET+1", "")) {
            manager.post(HOURS, Map.of("name", "x", "time_zone", zone, "week", Map.of()))
                    .problem(400, "malformed");
        }
        assertThat(manager.post(HOURS, Map.of())
                        .problem(400, "malformed")
                        .get("errors")
                        .findValuesAsString("field"))
                .contains("name", "time_zone", "week");
        assertThat(manager.get(HOURS).json().get("data")).isEmpty();
    }

    @Test
    void isTheTenantsManagersToChangeAndTheTeamsToSee() {
        var path = manager.post(HOURS, BERLIN).expect(201).header("Location");

        for (var member : List.of(desk.agent(), desk.va())) {
            member.get(path).expect(200);
            assertThat(member.get(HOURS).expect(200).json().get("data")).hasSize(1);
            member.post(HOURS, BERLIN).problem(403, "forbidden");
            member.patch(path, Map.of("name", "x")).problem(403, "forbidden");
            member.delete(path).problem(403, "forbidden");
        }
        desk.client().get(path).problem(403, "forbidden");
        desk.client().get(HOURS).problem(403, "forbidden");
        var other = Desk.at(port).manager();
        other.get(path).problem(404, "not-found");
        other.patch(path, Map.of("name", "x")).problem(404, "not-found");
        other.delete(path).problem(404, "not-found");
        assertThat(other.get(HOURS).expect(200).json().get("data")).isEmpty();
    }

    @Test
    void listsPageByPageNewestFirstAndNoMoreThanAHundred() {
        for (int i = 0; i < 100; i++) {
            manager.post(HOURS, Map.of("name", "n" + i, "time_zone", "UTC", "week", Map.of()))
                    .expect(201);
        }

        manager.post(HOURS, BERLIN).problem(409, "too-many-business-hours");
        var first = manager.get(HOURS + "?limit=60").expect(200);
        var second = manager.get(HOURS + "?limit=60&cursor=" + first.text("/next_cursor"))
                .expect(200);
        assertThat(first.text("/data/0/name")).isEqualTo("n99");
        assertThat(second.json().get("data")).hasSize(40);
        assertThat(second.json().get("next_cursor").isNull()).isTrue();
    }
}
