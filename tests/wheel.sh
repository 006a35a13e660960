#!/bin/sh
# Builds the wheel twice, which must give the same bytes, and runs it from a clean environment,
# outside the tree. `wheel.sh FOLDER` leaves the wheel there, and the list of what is installed
# with it (CycloneDX).
set -eu
python=$(cd "$(dirname "${PYTHON:-python3}")" && pwd)/$(basename "${PYTHON:-python3}")
here=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1577836800)
export SOURCE_DATE_EPOCH

build() { # FOLDER OUT
  PIP_CONSTRAINT=$here/constraints.txt "$python" -m build --wheel --outdir "$2" "$1" \
    >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
}
build "$here" "$work/one"
# The second from a copy: other folder, other times, other modes.
(umask 077 && mkdir "$work/copy" && cp -r src data README.md LICENSE pyproject.toml .gitignore "$work/copy")
build "$work/copy" "$work/two"
wheel=$(ls "$work"/one)
cmp "$work/one/$wheel" "$work/two/$wheel" || { echo "wheel: two builds differ"; exit 1; }
(cd "$work/one" && sha256sum "$wheel" 2>/dev/null || shasum -a 256 "$wheel")

"$python" -m venv --without-pip "$work/venv"
"$python" -m pip --python "$work/venv" install --quiet --disable-pip-version-check \
  --constraint "$here/constraints.txt" "$work/one/$wheel"
version=$(echo "$wheel" | cut -d- -f2)
sed "s/^dynamic = .*/version = \"$version\"/" pyproject.toml >"$work/pyproject.toml"
sbom=xuncha-plan-$version.cdx.json
"$(dirname "$python")/cyclonedx-py" environment --output-reproducible \
  --pyproject "$work/pyproject.toml" --output-file "$work/one/$sbom" "$work/venv"
grep -q '"bom-ref": "ortools==' "$work/one/$sbom"
if [ $# -gt 0 ]; then mkdir -p "$1" && cp "$work"/one/* "$1"; fi
cd "$work"
venv/bin/xuncha-plan init --example -o 目标.yaml
venv/bin/xuncha-plan check 目标.yaml
venv/bin/xuncha-plan rules >/dev/null
venv/bin/xuncha-plan schema >schema.json
cat >小.yaml <<'YAML'
format: 1
jurisdiction: {name: 青山区}
term: {start: 2026-10-01, end: 2031-09-30}
rounds: [{id: 2027-1, start: 2027-03-01, end: 2027-05-28}]
teams: [{id: t1, capacity: 4}]
targets: [{id: D001, workload: 2}, {id: D002, workload: 2}]
YAML
venv/bin/xuncha-plan solve 小.yaml -o 计划.yaml --time-limit 20
venv/bin/xuncha-plan check 小.yaml 计划.yaml
venv/bin/xuncha-plan export 计划.yaml --to csv -o 计划.csv
test "$(wc -l <计划.csv)" -eq 3
venv/bin/xuncha-plan export 计划.yaml --to xlsx,docx,ics,html -o 上报
test "$(ls 上报 | wc -l)" -eq 4
echo "wheel: built, installed and run outside the tree"
