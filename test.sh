#!/usr/bin/env bash
# Installs what is missing, builds, and runs all tests:
#   ./test.sh [ctest options]
# Tests on real models take them from the folder THIMBLE_TESTDATA names (default: ../shared); where
# there is none they are skipped, and say so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
tools/install_packages build run test
[ -f build/ci/build.ninja ] || cmake --preset ci
cmake --build build/ci -- --quiet
export THIMBLE_TESTDATA="${THIMBLE_TESTDATA:-$PWD/../shared}"
exec ctest --preset ci "$@"
