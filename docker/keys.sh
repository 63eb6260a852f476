#!/bin/bash
# Makes what only this deployment knows, once, and keeps it in the volume "secrets"; a value in .env wins.
#   docker compose run --rm keys show      prints addresses and keys, for scripts and people
set -eu
umask 077
cd /secrets

# FILE [PREFIX] [VALUE]: VALUE, else what the file holds, else something new
keep() {
  mkdir -p "$(dirname "$1")"
  if [ -n "${3-}" ]; then
    printf %s "$3" >"$1"
  elif [ ! -s "$1" ]; then
    printf %s "${2-}$(head -c 24 /dev/urandom | base64 | tr '+/' '-_')" >"$1"
  fi
}

keep postgres/password "" "${POSTGRES_PASSWORD-}"
for service in auth tickets automation notification; do
  keep "$service/DESKWIRE_DB_PASSWORD"
done
keep auth/DESKWIRE_ENCRYPTION_KEY "" "${DESKWIRE_ENCRYPTION_KEY-}"
for service in auth gateway; do
  keep keys/DESKWIRE_PUBLISHABLE_KEY sb_publishable_ "${DESKWIRE_PUBLISHABLE_KEY-}"
  keep keys/DESKWIRE_SECRET_KEY sb_secret_ "${DESKWIRE_SECRET_KEY-}"
  mkdir -p "$service"
  cp keys/DESKWIRE_* "$service/"
done

# Each container mounts its own directory only. 10001 is the user of Deskwire's images.
chmod 755 .
chown -R postgres: postgres
chown -R 10001:10001 auth tickets automation notification gateway

if [ "${1-}" = show ]; then
  cat <<EOF
DESKWIRE_URL=$DESKWIRE_PUBLIC_URL
DESKWIRE_PUBLISHABLE_KEY=$(cat keys/DESKWIRE_PUBLISHABLE_KEY)
DESKWIRE_SECRET_KEY=$(cat keys/DESKWIRE_SECRET_KEY)
DESKWIRE_KAFKA=127.0.0.1:$DESKWIRE_KAFKA_PORT
DESKWIRE_MAIL_API=http://127.0.0.1:$DESKWIRE_MAIL_PORT
EOF
fi
