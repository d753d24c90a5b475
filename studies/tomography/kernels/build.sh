#!/bin/sh
# Compiles the kernels into kernels.wasm.ts. Needs clang and wasm-ld 14 or later (CLANG names another
# clang), and is run by hand after a change of the C files: the app carries what it made.
set -e
cd "$(dirname "$0")"
wasm=$(mktemp)
"${CLANG:-clang}" --target=wasm32 -O3 -msimd128 -fno-math-errno -fno-builtin -nostdlib \
  -Wl,--no-entry -Wl,--import-memory -Wl,--strip-all -o "$wasm" cone-beam.c ramp.c total-variation.c
{
  echo "/** kernels/*.c as WebAssembly, in base64. Made by build.sh. */"
  echo "export const kernelsWasm ="
  base64 -w 90 "$wasm" | sed "s/.*/  '&' +/" | sed '$s/ +$/;/'
} > kernels.wasm.ts
rm "$wasm"
