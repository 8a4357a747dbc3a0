#!/usr/bin/env bash
# Install packscribe and check the committed packs with every Python from 3.11 on that this machine offers.
set -euo pipefail
cd "$(dirname "$0")/.."
candidates=(python3.11 python3.12 python3.13 python3.14)
if command -v pyenv >/dev/null; then
  while read -r version; do candidates+=("$(pyenv prefix "$version")/bin/python3"); done < <(pyenv versions --bare)
fi
declare -A seen=()
for python in "${candidates[@]}"; do
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2]) if sys.version_info >= (3, 11) else None' 2>/dev/null) || continue
  if [ -z "$version" ] || [ -n "${seen[$version]:-}" ]; then continue; fi
  seen[$version]=1
  "$python" -m venv --clear "build/python-$version"
  "build/python-$version/bin/pip" install --quiet --disable-pip-version-check --constraint constraints.txt .
  "build/python-$version/bin/packscribe" build --check --strict
  archives=$("build/python-$version/bin/packscribe" package -o "build/archives-$version" | sed "s|-$version/|/|; s/^unchanged/wrote    /")
  if [ "${first:=$archives}" != "$archives" ]; then
    echo "error: Python $version makes other archives than the one before:"
    diff <(echo "$first") <(echo "$archives")
    exit 1
  fi
  printf 'Python %s: ' "$version"
  "build/python-$version/bin/packscribe" check
done
