# shellcheck shell=bash
# `scripts/proof fuzz`: libFuzzer over the targets of crates/fuzz, and the client's grammar of texts.
# Needs the toolchain of the tree and a C++ compiler, no nightly.

. "$ROOT/scripts/lib/rust.sh"
. "$ROOT/scripts/lib/node.sh"
. "$ROOT/scripts/lib/web.sh"

CORPUS=$ROOT/crates/fuzz/corpus

# The targets by name, which is the folder of the corpus.
fuzz_targets() { (cd "$CORPUS" && printf '%s\n' *); }

# fuzz_binary TARGET
fuzz_binary() { echo "$(target_dir)/debug/fuzz-${1//_/-}"; }

# Only our own crates are made to tell the fuzzer where they are: the rest is built already.
fuzz_build() {
  need_rust
  command -v c++ >/dev/null || need_packages g++
  say "building the targets"
  RUSTC_WORKSPACE_WRAPPER=$ROOT/scripts/lib/rustc-covered \
    compile --package kamachat-fuzz --features engine --bins || die "the targets do not build; the compiler's message is above"
}

# fuzz_one TARGET SECONDS: what it finds on its way stays in target/fuzz, what breaks the target too.
fuzz_one() {
  local target=$1 seconds=$2 work log
  work=$(target_dir)/fuzz/$target
  log=$work.log
  mkdir -p "$work/found" "$work/broken"
  say "$target, $seconds s"
  if "$(fuzz_binary "$target")" -max_total_time="$seconds" -max_len=8192 -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="$work/broken/" -print_final_stats=1 "$work/found" "$CORPUS/$target" >"$log" 2>&1; then
    sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1
  else
    tail -n 30 "$log" >&2
    say "$target is broken by the file named above; mend it and put the file into $CORPUS/$target"
    return 1
  fi
}

# The grammar of texts is TypeScript: it has a generator of its own.
fuzz_grammar() {
  local seconds=$1 seed=$RANDOM
  web_install
  say "the client's grammar of texts, $seconds s, seed $seed"
  (cd "$ROOT/apps/web" && KAMA_FUZZ_SECONDS=$seconds KAMA_FUZZ_SEED=$seed \
    npx --no-install vitest run src/features/messages/timeline/text.fuzz.test.ts >&2)
}

# fuzz_keep: of what the last runs found, what reaches something new.
fuzz_keep() {
  local target
  for target in $(fuzz_targets); do
    [ -d "$(target_dir)/fuzz/$target/found" ] || continue
    "$(fuzz_binary "$target")" -merge=1 -max_len=8192 "$CORPUS/$target" "$(target_dir)/fuzz/$target/found" \
      2>/dev/null || die "$target breaks at what was found"
    say "$target keeps $(find "$CORPUS/$target" -type f | wc -l) files"
  done
}

proof_fuzz() {
  local seconds=30 targets=() target units all=0 broken=0
  if [ "${1-}" = --keep ]; then
    fuzz_build
    fuzz_keep
    return
  fi
  if [[ ${1-} =~ ^[0-9]+$ ]]; then
    seconds=$1
    shift
  fi
  targets=("$@")
  [ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(fuzz_targets; echo grammar)
  for target in "${targets[@]}"; do
    [ "$target" = grammar ] || [ -d "$CORPUS/$target" ] || die "there is no target $target"
  done
  fuzz_build
  for target in "${targets[@]}"; do
    if [ "$target" = grammar ]; then
      fuzz_grammar "$seconds" || broken=$((broken + 1))
    elif units=$(fuzz_one "$target" "$seconds"); then
      all=$((all + units))
    else
      broken=$((broken + 1))
    fi
  done
  echo "proof fuzz: ${#targets[@]} targets, $seconds s each, $all inputs to the decoders, $broken broken"
  [ "$broken" -eq 0 ]
}
