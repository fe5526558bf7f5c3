#!/bin/sh
# Whether our own code holds on another system: the compiler reads it as it would there, and warnings are errors. A check
# links nothing, so no C is compiled (see bin/cc), and no SDK of that system is needed.
#
#   tests/cross/check.sh [TARGET...]   Windows and macOS, where none is named
set -eu
here=$(cd "$(dirname "$0")" && pwd)

# The declarations of the speech library are read for the system in question; include/ is all of a C library that they want.
export BINDGEN_EXTRA_CLANG_ARGS="-nostdinc -isystem $here/include"
export OPENSSL_NO_VENDOR=1 OPENSSL_STATIC=1 OPENSSL_LIB_DIR="$here/bin" OPENSSL_INCLUDE_DIR="$here/include"

[ $# -gt 0 ] || set -- x86_64-pc-windows-gnu aarch64-apple-darwin
for target in "$@"; do
  for tool in CC CXX AR RANLIB; do
    export "${tool}_$(echo $target | tr - _)=$here/bin/cc"
  done
  export "CMAKE_$(echo $target | tr - _)=$here/bin/cmake"
  cargo clippy --target "$target" --package convoally --package convoally-manifest --locked --quiet -- -D warnings
done
