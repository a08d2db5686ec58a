#!/usr/bin/env bash
# Builds Thimble and opens its window on a model:
#   ./run.sh [MODEL.tflite]
# Without a display it prints what `thimble inspect` says and writes a PNG of the window instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
if [ $# -gt 0 ]; then
    model=$(cd "$OLDPWD" && realpath -m -- "$1")
else
    model=$PWD/sample_models/person_detection.tflite
fi

tools/install_packages build run
[ -f build/release/build.ninja ] || cmake --preset release
cmake --build build/release --target thimble thimble-explorer -- --quiet

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec build/release/app/gui/thimble-explorer "$model"
fi
build/release/app/cli/thimble inspect "$model"
picture="$PWD/build/$(basename "$model" .tflite).png"
build/release/app/gui/thimble-explorer "$model" --screenshot "$picture" --size 1200x800
echo
echo "There is no display; the window as it would look: $picture"
