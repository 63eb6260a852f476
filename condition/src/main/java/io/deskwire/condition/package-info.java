/// Conditions for views, triggers, SLA policies, webhook filters and search: `{"all":[c…],"any":[c…]}` with
/// `c = {"field","op","value"?}`. Those are still to come; so far filters of `postgres_changes` use the room `value`
/// alone.
///
/// A [Catalogue] says which fields there are, of which types. [Catalogue#parse] checks a condition once and names the
/// path of every fault; the [Condition] it returns is evaluated in memory and rendered to SQL, and both give the same
/// answer. Knows no service and no table.
///
/// What is refused, so that no condition costs more than a person would write:
///
/// | limit | |
/// |---|---|
/// | clauses of `all`, and of `any` | 50 |
/// | values of one clause | 100 |
/// | characters of a text, of a label | 500, 100; without NUL and halves of surrogate pairs |
/// | digits of a number on each side of the point | 100 |
/// | times | years 1 to 9999 |
/// | durations | 1 ms to 36,500 days, in weeks or in days and smaller |
/// | the whole as JSON | 32,768 characters |
/// | depth | clauses hold no clauses, values no documents |
///
/// An answer names the first 50 faults. Texts are compared exactly but for `contains` and labels, which ignore case as
/// PostgreSQL does in the locale C.UTF-8 of its own provider, the one of all our clusters.
@NullMarked
package io.deskwire.condition;

import org.jspecify.annotations.NullMarked;
