#!/bin/bash
# Gives each service its database and roles, as local-stack does. Runs at every start: it repairs rights and passwords.
set -eu
export PGHOST=postgres PGUSER=postgres PGPASSWORD
PGPASSWORD=$(cat /secrets/postgres/password)
for service in auth tickets automation notification; do
  password=$(cat "/secrets/$service/DESKWIRE_DB_PASSWORD")
  if [ -z "$(psql -d postgres -tAc "SELECT 1 FROM pg_database WHERE datname = '$service'")" ]; then
    createdb "$service"
  fi
  sed -e "s/\${service}/$service/g" -e "s/\${password}/$password/g" /deskwire/service-database.sql |
    psql -d "$service" -q -v ON_ERROR_STOP=1 -o /dev/null
done
