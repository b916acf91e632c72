#!/bin/bash
# The whole way on data that lies here: handwritten digits to a network, its report, answers and a verified ONNX file.
# Usage: demo.sh PLUMB [FOLDER]     the run folder goes into FOLDER (default build/demo), made anew
set -euo pipefail
program=$(realpath "$1")
folder=$(realpath -m "${2:-build/demo}")
rm -rf "$folder" && mkdir -p "$folder"
cd "$(dirname "$0")"

plumb() {
  echo
  echo "\$ plumb ${*//"$folder"/build/demo}"
  "$program" "$@"
}

plumb check task.yaml
plumb summary task.yaml
plumb train task.yaml --runs "$folder"
plumb evaluate "$folder/digits-1"
plumb predict "$folder/digits-1" test-images.idx3.gz -o "$folder/answers.csv"
head -4 "$folder/answers.csv"
plumb export "$folder/digits-1" --to onnx
plumb runs "$folder"
