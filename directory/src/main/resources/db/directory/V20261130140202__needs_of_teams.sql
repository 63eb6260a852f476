-- Whether a reader with these permissions and team ids has what each need asks for: one of its alternatives, which are
-- permissions and ids of teams. The same rule as io.deskwire.directory.Need. Locks: none.
CREATE FUNCTION app.fulfils(needs text[], held text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT NOT EXISTS (SELECT FROM unnest(needs) AS need
                              WHERE NOT string_to_array(need, '|') && coalesce(held, '{}')) $$;
