#!/bin/sh
# Builds the wheel and runs it from a clean environment, outside the tree.
set -eu
python=$(cd "$(dirname "${PYTHON:-python3}")" && pwd)/$(basename "${PYTHON:-python3}")
here=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m build --wheel --outdir "$work" "$here" >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --constraint "$here/constraints.txt" "$work"/*.whl
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
