#!/bin/bash
#SBATCH --job-name=report
#SBATCH --array=1-16
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --time=04:00:00
#
# A study shared among machines as a Slurm job array: each task of the array simulates one shard, a job
# that waits for all of them merges. The array's size is the number of shards.
#
#   shards=$(sbatch --parsable workflow/slurm.sh my-study/study.yml report)
#   sbatch --dependency=afterok:$shards --array= workflow/slurm.sh my-study/study.yml report
#
# The first argument is the study file (or - for the built-in study), the second the folder of the report;
# what follows goes to `report build`. REPORT names the program. A task that ran out of time can be
# submitted again: it goes on with the cells that were finished.
set -euo pipefail

study=$1
output=$2
shift 2
program=${REPORT:-report}
jobs=${SLURM_CPUS_PER_TASK:-1}
options=()
[ "$study" = - ] || options=(--study "$study")

if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then
  shard=$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT
  "$program" build "${options[@]}" "$@" --shard "$shard" --jobs "$jobs" --quiet \
    --output "$output-shards/$SLURM_ARRAY_TASK_ID"
else
  "$program" merge "$output-shards"/* "${options[@]}" --jobs "$jobs" --quiet --output "$output"
fi
