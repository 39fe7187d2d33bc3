#!/usr/bin/env bash
# Starts a Docker engine where none answers: Debian, root, no service manager needed. Does and
# prints nothing where one does.
#
# usage: start-docker.sh [PIDFILE]   The id of the engine's process is left in PIDFILE, for whoever
#                                    asked for it to stop it; its log lies beside.
set -euo pipefail
pidfile=${1:-/run/hydrant-dockerd.pid}

docker info >/dev/null 2>&1 && exit 0
if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then
  apt-get update -qq
  # Debian 13 has the client in a package of its own.
  cli=$(apt-cache search --names-only '^docker-cli$' | cut -d' ' -f1)
  # shellcheck disable=SC2086 # no package where there is none
  apt-get install -y -qq --no-install-recommends docker.io iptables $cli >/dev/null
  # The package may have started it.
  docker info >/dev/null 2>&1 && exit 0
fi

log=${pidfile%.pid}.log
setsid dockerd >"$log" 2>&1 </dev/null &
pid=$!
for _ in $(seq 120); do
  if docker info >/dev/null 2>&1; then
    echo "$pid" >"$pidfile"
    exit 0
  fi
  kill -0 "$pid" 2>/dev/null || break
  sleep 0.5
done
echo "The Docker engine did not start:" >&2
tail -20 "$log" >&2
kill "$pid" 2>/dev/null || true
exit 1
