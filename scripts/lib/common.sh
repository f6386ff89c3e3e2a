# shellcheck shell=bash
# What every script needs: where the tree is, how to speak, how to get a Debian package.
# Source it first.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export ROOT

# say SENTENCE: progress, with the seconds since the script started. Goes to stderr, so that
# stdout stays free for what other programs read.
say() { printf '[%4ds] %s\n' "$SECONDS" "$*" >&2; }

# die SENTENCE: the one way to give up.
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# usage: prints the comment block at the head of the calling script.
usage() {
  sed -n '2,/^[^#]/{/^#/{s/^# \{0,1\}//;p;};}' "$0"
}

# hash_files: one checksum over the names and contents of the files listed on stdin.
hash_files() { tr '\n' '\0' | LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1; }

# port_taken PORT: somebody answers on 127.0.0.1:PORT.
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port: a port below the ephemeral range that nobody answers on. Whoever starts a server
# on it must still be ready for it to be taken in between.
free_port() {
  local port _
  for _ in {1..50}; do
    port=$((20000 + RANDOM % 12000))
    if ! port_taken "$port"; then
      echo "$port"
      return
    fi
  done
  die "found no free port on 127.0.0.1 between 20000 and 32000"
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# need_packages PACKAGE…: installs the Debian packages that are missing. Services that come with
# them are not started: we run our own copies and leave the machine's alone.
need_packages() {
  local missing=() package as_root=()
  for package in "$@"; do
    installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    die "please install what Debian calls '${missing[*]}'; this script can only do so with apt"
  if [ "$(id -u)" != 0 ]; then
    if ! { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; then
      die "please install these packages as root: apt-get install ${missing[*]}"
    fi
    as_root=(sudo)
  fi
  say "installing ${missing[*]} with apt"
  (
    # One installation at a time: scripts may run beside each other.
    exec 9>"/tmp/kamachat-apt-$(id -u).lock"
    command -v flock >/dev/null && flock 9
    policy=/usr/sbin/policy-rc.d
    if ! [ -e "$policy" ]; then
      printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
      "${as_root[@]}" chmod 755 "$policy"
      # shellcheck disable=SC2064 # the values of now are meant
      trap "${as_root[*]} rm -f $policy" EXIT
    fi
    log=$(mktemp)
    if ! {
      "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
          apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"
    } >"$log" 2>&1 </dev/null; then
      tail -n 20 "$log" >&2
      die "apt could not install ${missing[*]}; its last lines are above"
    fi
    rm -f "$log"
  )
}
