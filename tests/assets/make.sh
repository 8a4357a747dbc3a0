#!/usr/bin/env bash
# usage: make.sh TARGET: writes what the site serves from templates/assets/ into the folder TARGET.
# Whoever opens a served file is told by its first line where to read.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools="$here/node_modules/.bin"
mkdir -p "$1"
target=$(cd "$1" && pwd)
cd "$here/../../templates/assets"
for source in *; do
  {
    echo "/* Minified: read and change templates/assets/$source */"
    case $source in
      *.js) "$tools/terser" "$source" --compress passes=3,ecma=2022 --mangle --toplevel ;;
      # A browser that knows nesting needs no `&` before a descendant.
      *.css) "$tools/lightningcss" --minify --targets "chrome 125, firefox 125, safari 17.5" "$source" | sed -E 's/([{};,])&( |([>+]))/\1\3/g' ;;
    esac
  } > "$target/$source"
done
