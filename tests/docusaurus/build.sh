#!/bin/sh
# Builds the given .mdx pages with Docusaurus: tests/docusaurus/build.sh PAGE...
# The exit code is that of the build. Install the packages first: npm ci --prefix tests/docusaurus
set -eu

here=$(cd "$(dirname "$0")" && pwd)

if [ $# -eq 0 ]; then
  echo "usage: $0 PAGE.mdx..." >&2
  exit 2
fi
if [ ! -d "$here/node_modules" ]; then
  echo "The packages are missing; install them with: npm ci --prefix tests/docusaurus" >&2
  exit 2
fi

rm -rf "$here/docs"
mkdir "$here/docs"
printf -- '---\nslug: /\n---\n\n# Start\n' >"$here/docs/packscribe-start.mdx"
for page in "$@"; do
  target="$here/docs/$(basename "$page")"
  if [ -e "$target" ]; then
    echo "Two pages have the name $(basename "$page")." >&2
    exit 2
  fi
  cp "$page" "$target"
done

cd "$here"
NO_UPDATE_NOTIFIER=1 npx --no-install docusaurus build
