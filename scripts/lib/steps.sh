# shellcheck shell=bash
# Steps of a test run: each is timed and logged, a failure does not stop the ones that can still
# tell something, and the end names the first that failed. Needs common.sh.

LOGS=$ROOT/target/test-logs
STEPS=() # NAME|SECONDS|RESULT
FIRST_FAILED=''
PASSED=0 FAILED=0 SKIPPED=0
declare -A BACKGROUND=()

steps_begin() {
  rm -rf "$LOGS"
  mkdir -p "$LOGS"
}

# step NAME COMMAND…: runs it here and counts the tests that its output reports.
step() {
  local name=$1 from=$SECONDS status=0 log tee
  shift
  say "--- $name"
  exec {log}> >(tee "$LOGS/$name.log")
  tee=$!
  ("$@") </dev/null >&"$log" 2>&1 {log}>&- || status=$?
  exec {log}>&-
  wait_for_log "$tee"
  step_done "$name" $((SECONDS - from)) "$status"
}

# wait_for_log PID: lets tee finish, so that the log is whole; not for ever, because a process
# that a test left behind may hold it open.
wait_for_log() {
  local _
  for _ in {1..50}; do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
}

# step_done NAME SECONDS STATUS
step_done() {
  local failed_before=$FAILED result=ok
  count_tests "$LOGS/$1.log"
  if [ "$3" != 0 ]; then
    result=FAILED
    FIRST_FAILED=${FIRST_FAILED:-$1}
    # Lints and builds report no test: the step itself is what failed.
    [ "$FAILED" -gt "$failed_before" ] || FAILED=$((FAILED + 1))
  fi
  STEPS+=("$1|$2|$result")
  say "--- $1: $result after $2 s"
  [ "$3" = 0 ]
}

# not_run NAME REASON
not_run() { STEPS+=("$1|0|not run: $2"); }

# background NAME COMMAND…: starts it beside the steps; its output is in its log only.
background() {
  local name=$1
  shift
  (
    from=$SECONDS status=0
    ("$@") </dev/null >"$LOGS/$name.log" 2>&1 || status=$?
    echo "$((SECONDS - from)) $status" >"$LOGS/$name.done"
  ) &
  BACKGROUND[$name]=$!
}

# await NAME: its time is what it took beside the others.
await() {
  local seconds=0 status=1
  wait "${BACKGROUND[$1]}" || true
  unset "BACKGROUND[$1]"
  read -r seconds status <"$LOGS/$1.done" || true
  [ "$status" = 0 ] || cat "$LOGS/$1.log"
  step_done "$1" "$seconds" "$status"
}

# count_tests LOG: the closing lines of cargo test and of vitest.
count_tests() {
  local passed failed skipped
  read -r passed failed skipped < <(
    sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
      function number_before(word,   i) { for (i = 2; i <= NF; i++) if ($i ~ "^" word) return $(i - 1) + 0; return 0 }
      /^test result: / || /^ *Tests  +[0-9]/ {
        passed += number_before("passed"); failed += number_before("failed")
        skipped += number_before("ignored") + number_before("skipped") + number_before("todo")
      }
      END { print passed + 0, failed + 0, skipped + 0 }'
  )
  PASSED=$((PASSED + passed))
  FAILED=$((FAILED + failed))
  SKIPPED=$((SKIPPED + skipped))
}

# steps_end: the table of minutes, the end of the first failing log, and the closing line.
steps_end() {
  local row name seconds result
  if [ -n "$FIRST_FAILED" ]; then
    printf '\nThe first step that failed is %s; its log ends with:\n\n' "$FIRST_FAILED"
    tail -n 60 "$LOGS/$FIRST_FAILED.log" | sed 's/^/    /'
  fi
  printf '\n%-12s %8s  %s\n' step minutes result
  for row in "${STEPS[@]}"; do
    IFS='|' read -r name seconds result <<<"$row"
    printf '%-12s %5d:%02d  %s\n' "$name" $((seconds / 60)) $((seconds % 60)) "$result"
  done
  printf '%-12s %5d:%02d\n\n' whole $((SECONDS / 60)) $((SECONDS % 60))
  [ -z "$FIRST_FAILED" ] || echo "error: $FIRST_FAILED failed first"
  if [ "$SKIPPED" -gt 0 ]; then
    echo "test: $PASSED passed, $FAILED failed, $SKIPPED skipped"
  else
    echo "test: $PASSED passed, $FAILED failed"
  fi
  [ "$FAILED" = 0 ]
}
