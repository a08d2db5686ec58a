#!/usr/bin/env python3
"""Searches are interrupted in every way, begun again, and must find what an undisturbed one finds.

    interrupt_search.py --thimble PROGRAM MODEL DATA [--evaluations N] [--kills N] [--mpirun MPIRUN]

Kills the search at random moments, so many times, always with the same checkpoint; with an mpirun, runs it
on one and on four processes, and kills one of the four half-way. Exit status: 77 where something is missing.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("data")
    parser.add_argument("--thimble", required=True)
    parser.add_argument("--evaluations", type=int, default=100)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--mpirun")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def front_of(text):
    answer = json.loads(text)
    return {name: answer[name] for name in ("front", "evaluations", "hypervolume", "discarded", "reason")}


class Searches:
    def __init__(self, options, folder):
        self.search = [options.thimble, "search", options.model, "--data", options.data, "--json",
                       "--evaluations", str(options.evaluations), "--population", "20", "--sample", "8",
                       "--cold", "--seed", str(options.seed)]
        self.folder = folder
        self.mpirun = options.mpirun and [options.mpirun, "--oversubscribe"]
        self.environment = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")

    def start(self, checkpoint=None, processes=0):
        before = self.mpirun + ["-n", str(processes)] if processes else []
        after = ["--checkpoint", os.path.join(self.folder, checkpoint)] if checkpoint else []
        return subprocess.Popen(before + self.search + after, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env=self.environment, text=True, start_new_session=True)

    def front(self, checkpoint=None, processes=0):
        run = self.start(checkpoint, processes)
        out, err = run.communicate()
        if run.returncode != 0:
            sys.exit(f"interrupt_search.py: status {run.returncode}: {err}")
        return front_of(out)

    def lines(self, checkpoint):
        try:
            with open(os.path.join(self.folder, checkpoint), "rb") as file:
                return file.read().count(b"\n")
        except FileNotFoundError:
            return 0


def check(what, found, wanted):
    if found != wanted:
        sys.exit(f"interrupt_search.py: {what}: another front")
    print(f"{what}: the same front of {len(wanted['front'])} points", flush=True)


def killed_again_and_again(searches, options, wanted, seconds):
    """So many kills that each hit a search at work; one that came to its end is followed by a new one."""
    draw = random.Random(options.seed)
    kills = ended = 0
    while kills < options.kills:
        checkpoint = f"killed{ended}.jsonl"
        run = searches.start(checkpoint)
        time.sleep(draw.uniform(0, seconds))
        if run.poll() is None:
            run.send_signal(signal.SIGKILL)
            kills += 1
            run.communicate()
        else:
            check(f"killed {kills} times, at its end", front_of(run.communicate()[0]), wanted)
            ended += 1
    checkpoint = f"killed{ended}.jsonl"
    check(f"killed {kills} times, {searches.lines(checkpoint)} lines kept", searches.front(checkpoint), wanted)


def one_process_killed(searches, options, wanted):
    run = searches.start("rank.jsonl", 4)
    while run.poll() is None and searches.lines("rank.jsonl") < options.evaluations // 2:
        time.sleep(0.02)
    children = subprocess.run(["pgrep", "-P", str(run.pid)], stdout=subprocess.PIPE, text=True).stdout.split()
    os.kill(int(children[-1]), signal.SIGKILL)
    run.communicate()
    if run.returncode == 0:
        sys.exit("interrupt_search.py: a dead process went unnoticed")
    check(f"one of four killed, {searches.lines('rank.jsonl')} lines kept, and three began again",
          searches.front("rank.jsonl", 3), wanted)


def main():
    options = arguments()
    for needed in (options.model, options.data):
        if not os.path.exists(needed):
            print(f"skipped: there is no {needed}")
            sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        searches = Searches(options, folder)
        began = time.monotonic()
        wanted = searches.front()
        seconds = time.monotonic() - began
        print(f"{options.evaluations} evaluations in {seconds:.1f} s")
        killed_again_and_again(searches, options, wanted, max(1.0, seconds / 4))
        if searches.mpirun:
            check("one process", searches.front(processes=1), wanted)
            check("four processes", searches.front(processes=4), wanted)
            one_process_killed(searches, options, wanted)


main()
