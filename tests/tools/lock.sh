#!/bin/sh
# Rewrites every lock file of this folder from the .in file or package.json beside it.
set -eu
cd "$(dirname "$0")"
for input in requirements*.in; do
  set -- --universal --python-version 3.11
  case $input in
    requirements-schemas.in) set -- "$@" --no-deps ;;
    requirements-opa.in) set -- --universal --python-version 3.14 --no-deps ;;
    requirements-terraform.in)
      for unused in cdktn constructs jsii publication typeguard; do set -- "$@" --no-emit-package "$unused"; done ;;
  esac
  uv pip compile --quiet --upgrade --generate-hashes "$@" \
    --no-emit-index-url --no-annotate --no-header "$input" --output-file "${input%.in}.txt"
done
npm install --package-lock-only --silent
(cd browser && npm install --package-lock-only --silent --userconfig ../.npmrc)
