# shellcheck shell=bash
# How each service is installed, started, asked whether it answers, and ended. Needs common.sh
# and python.sh.
# The state of a service is one file, target/services/NAME: its pid, port and data folder.

STATE=$ROOT/target/services

# service_field NAME pid|port|dir
service_field() { sed -n "s/^$2=//p" "$STATE/$1" 2>/dev/null; }

# service_runs NAME: the process is alive and is ours, because its command line or its working
# folder names the folder that we made for it (pids are used again).
service_runs() {
  local pid dir
  pid=$(service_field "$1" pid)
  dir=$(service_field "$1" dir)
  [ -n "$pid" ] && [ -n "$dir" ] && [ -d "/proc/$pid" ] || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "$dir" || [[ $(readlink "/proc/$pid/cwd") == "$dir"* ]]
}

# service_start NAME: does nothing when it runs already.
service_start() {
  local name=$1 dir port try
  mkdir -p "$STATE"
  if service_runs "$name"; then
    say "$name runs already"
    return 0
  fi
  "install_$name"
  dir=$(mktemp -d "${TMPDIR:-/tmp}/kamachat-$name.XXXXXX")
  chmod 755 "$dir"
  "prepare_$name" "$dir" >"$dir/prepare.log" 2>&1 || {
    tail -n 20 "$dir/prepare.log" >&2
    rm -rf "$dir"
    die "$name could not be prepared; its last lines are above"
  }
  # The port may be taken between our look and its start: then try another.
  for try in 1 2 3; do
    port=$(free_port)
    "launch_$name" "$dir" "$port"
    printf 'pid=%s\nport=%s\ndir=%s\n' "$LAUNCHED" "$port" "$dir" >"$STATE/$name"
    if service_answers "$name" "$port"; then
      say "$name answers on 127.0.0.1:$port"
      return 0
    fi
    say "$name did not start on port $port (try $try)"
    service_end "$name" keep-data
  done
  tail -n 20 "$dir/log" >&2 || true
  rm -rf "$dir" "${STATE:?}/$name"
  die "$name does not start; its last lines are above"
}

service_answers() {
  local name=$1 port=$2 deadline=$((SECONDS + 30))
  while [ $SECONDS -lt $deadline ]; do
    "ready_$name" "$port" >/dev/null 2>&1 && service_runs "$name" && return 0
    kill -0 "$LAUNCHED" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

# service_end NAME [keep-data]
service_end() {
  local name=$1 pid dir _
  dir=$(service_field "$name" dir)
  if service_runs "$name"; then
    pid=$(service_field "$name" pid)
    # SIGINT is PostgreSQL's fast shutdown; the others take SIGTERM.
    kill "-$([ "$name" = postgres ] && echo INT || echo TERM)" "$pid" 2>/dev/null || true
    for _ in {1..100}; do
      [ -d "/proc/$pid" ] || break
      sleep 0.1
    done
    if [ -d "/proc/$pid" ]; then
      kill -KILL "$pid" 2>/dev/null || true
    fi
  fi
  if [ "${2-}" != keep-data ]; then
    case "$dir" in
      */kamachat-"$name".*) rm -rf "$dir" ;;
    esac
    rm -f "${STATE:?}/$name"
  fi
}

services_stop() {
  local file
  for file in "$STATE"/*; do
    [ -f "$file" ] || continue
    service_end "$(basename "$file")"
  done
  say "services stopped"
}

services_env() {
  local name port
  for name in mariadb postgres redis smtp; do
    service_runs "$name" || continue
    port=$(service_field "$name" port)
    case "$name" in
      mariadb) echo "export KAMA_TEST_MARIADB_URL=mysql://root@127.0.0.1:$port/kamachat" ;;
      postgres) echo "export KAMA_TEST_POSTGRES_URL=postgres://postgres@127.0.0.1:$port/postgres" ;;
      redis) echo "export KAMA_TEST_REDIS_URL=redis://127.0.0.1:$port/" ;;
      smtp)
        echo "export KAMA_TEST_SMTP_URL=smtp://127.0.0.1:$port"
        echo "export KAMA_TEST_SMTP_FOLDER=$(service_field smtp dir)/mails"
        ;;
    esac
  done
}

# --- MariaDB 10.11 -------------------------------------------------------------------------
# The core packages hold the programs only: no system service, no configuration.
AS_MARIADB=()
[ "$(id -u)" != 0 ] || AS_MARIADB=(--user=root)
install_mariadb() { need_packages mariadb-server-core mariadb-client-core; }
prepare_mariadb() {
  mariadb-install-db --no-defaults --datadir="$1/data" --auth-root-authentication-method=normal --skip-test-db \
    "${AS_MARIADB[@]}"
}
launch_mariadb() {
  /usr/sbin/mariadbd --no-defaults --datadir="$1/data" --socket="$1/sock" --pid-file="$1/pid" \
    --port="$2" --bind-address=127.0.0.1 --skip-name-resolve --skip-log-bin --max-connections=500 \
    --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=128M --character-set-server=utf8mb4 \
    "${AS_MARIADB[@]}" >"$1/log" 2>&1 </dev/null 9>&- &
  LAUNCHED=$!
}
ready_mariadb() {
  mariadb --no-defaults --protocol=tcp -h127.0.0.1 -P"$1" -uroot -e 'CREATE DATABASE IF NOT EXISTS kamachat'
}

# --- PostgreSQL 15 -------------------------------------------------------------------------
# It refuses root; then it runs as the user that its package made.
PG=/usr/lib/postgresql/15/bin
install_postgres() { [ -x $PG/postgres ] || need_packages postgresql-15; }
AS_POSTGRES=(env)
[ "$(id -u)" != 0 ] || AS_POSTGRES=(setpriv --reuid=postgres --regid=postgres --init-groups)
prepare_postgres() {
  [ "$(id -u)" != 0 ] || chown postgres: "$1"
  "${AS_POSTGRES[@]}" $PG/initdb -D "$1/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync
}
launch_postgres() {
  (cd "$1" && exec "${AS_POSTGRES[@]}" $PG/postgres -D "$1/data" -p "$2" -k "$1" -c listen_addresses=127.0.0.1 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300) \
    >"$1/log" 2>&1 </dev/null 9>&- &
  LAUNCHED=$!
}
ready_postgres() { $PG/pg_isready -q -h 127.0.0.1 -p "$1"; }

# --- Redis 7, only when asked for by name --------------------------------------------------
install_redis() { need_packages redis-server; }
prepare_redis() { :; }
launch_redis() {
  (cd "$1" && exec redis-server --port "$2" --bind 127.0.0.1 --save '' --appendonly no --dir "$1") \
    >"$1/log" 2>&1 </dev/null 9>&- &
  LAUNCHED=$!
}
ready_redis() { [ "$(redis-cli -h 127.0.0.1 -p "$1" ping)" = PONG ]; }

# --- A mail server that keeps what it gets as files, only when asked for by name ------------
# Tests start one each, with the Python that is made here; this one is for trying things by hand.
install_smtp() { need_mail_sink; }
prepare_smtp() { mkdir "$1/mails"; }
launch_smtp() {
  (cd "$1" && exec "$KAMA_TEST_SMTP_PYTHON" "$ROOT/scripts/lib/smtp-sink.py" "$1/mails" --port "$2") \
    >"$1/log" 2>&1 </dev/null 9>&- &
  LAUNCHED=$!
}
ready_smtp() { port_taken "$1"; }
