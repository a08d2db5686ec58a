#!/usr/bin/env python3
"""Exports a model as a C project, builds it for this computer (with sanitizers, warnings are errors) and
for a Cortex-M4, and asks both for the outputs of three seeds: those that TFLM was recorded to give, or
the interpreter's where there is no recording. On the Cortex-M4 the arena is poisoned and has guards.

    check_project.py --thimble PROGRAM MODEL

MODEL is a .tflite file, or the name of one in $THIMBLE_TESTDATA/models. Exit status 77: something that
is needed is not here.
"""

import argparse
import json
import os
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tools"))
import c_project  # noqa: E402
from c_project import Failure, MissingTool  # noqa: E402

SEEDS = (1, 2, 3)
SKIPPED = 77
HOST_FLAGS = ["-std=c99", "-O1", "-g", "-ffp-contract=off", "-fsanitize=address,undefined",
              "-fno-sanitize-recover=all", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
PROFILE = ["-DMODEL_PROFILE", "-DMODEL_CALLER_ARENA"]


def content(path):
    with open(path, "rb") as file:
        return file.read()


def store(path, data):
    with open(path, "wb") as file:
        file.write(data)


class Check:
    def __init__(self, thimble, model, scratch):
        self.thimble, self.model, self.scratch = thimble, model, scratch
        self.name = os.path.basename(model).removesuffix(".tflite")
        self.project = os.path.join(scratch, "project")
        self.started = time.monotonic()

    def say(self, text):
        print(f"{self.name}: {text} ({time.monotonic() - self.started:.1f} s)", flush=True)

    def inside(self, name):
        return os.path.join(self.scratch, name)

    def wanted(self, seed):
        golden = os.path.join(c_project.test_data(), "golden", f"{self.name}.seed{seed}.bin")
        if os.path.exists(golden):
            return content(golden), "TFLM's"
        c_project.run([self.thimble, "run", self.model, "--seed", str(seed), "--output", self.inside("run.bin")])
        return content(self.inside("run.bin")), "the interpreter's"

    def compare(self, where, seed):
        got, (wanted, whose) = content(self.inside("output.bin")), self.wanted(seed)
        os.remove(self.inside("output.bin"))
        if got == wanted:
            return
        if len(got) != len(wanted):
            raise Failure(f"{where}, seed {seed}: {len(got)} bytes of output, not {len(wanted)}")
        differing = [i for i in range(len(got)) if got[i] != wanted[i]]
        first = differing[0]
        raise Failure(f"{where}, seed {seed}: {len(differing)} of {len(got)} bytes of output are not {whose}; "
                      f"the first is byte {first}: {got[first]}, not {wanted[first]}")

    def export(self):
        try:
            c_project.export(self.thimble, self.model, self.project)
        except Failure as failure:
            raise Failure(f"{self.name} cannot be exported: {c_project.short_reason(failure)}") from None
        for seed in SEEDS:
            store(self.inside(f"seed{seed}.bin"), c_project.seeded_input(self.project, seed))
        self.say("exported")

    def host(self):
        sources = [os.path.join(self.project, name) for name in c_project.sources(self.project)]
        c_project.run(["cc", *HOST_FLAGS, *sources, "-lm", "-o", self.inside("host")])
        self.say("built for this computer")
        for seed in SEEDS:
            c_project.run([self.inside("host"), f"seed{seed}.bin", "output.bin"], folder=self.scratch)
            self.compare("this computer", seed)
        short = content(self.inside("seed1.bin"))[:-1]
        store(self.inside("short.bin"), short)
        status, _, err = c_project.run([self.inside("host"), "short.bin", "output.bin"],
                                       folder=self.scratch, check=False)
        if status != 2 or str(len(short)) not in err or str(len(short) + 1) not in err:
            raise Failure(f"a short input: status {status}, {err.strip()!r}")
        self.say("right on this computer")

    def cortex_m4(self):
        cpu = "cortex-m4"
        kernels = [n for n in c_project.sources(self.project) if n not in ("main.c", "model.c")]

        def objects(names, flags=(), suffix="o"):
            return c_project.compile_arm(self.project, self.scratch, cpu, names, ["-Werror", *flags], suffix)

        shared = objects([*kernels, "cortex_m/startup.c"])
        plain = c_project.link_arm(self.project, self.scratch, cpu,
                                   objects(["main.c", "model.c"]) + shared, "plain.elf")
        measured = c_project.link_arm(
            self.project, self.scratch, cpu,
            objects(["model.c", "cortex_m/measure.c"], PROFILE, "profile.o") + shared, "measured.elf")
        self.say("built for a Cortex-M4")
        for seed in SEEDS:
            c_project.run_arm(plain, cpu, ["model", f"seed{seed}.bin", "output.bin"], self.scratch)
            self.compare("Cortex-M4", seed)
        _, out, _ = c_project.run_arm(measured, cpu, ["measure", "seed1.bin", "output.bin"], self.scratch,
                                      count=True)
        self.compare("Cortex-M4 in poisoned memory", 1)
        result = json.loads(out)
        if not result["guards_intact"]:
            raise Failure("Cortex-M4: bytes beside the arena were overwritten")
        if not result["reads_only_what_was_written"]:
            raise Failure("Cortex-M4: the outputs depend on what was in the arena before")
        # The timer resolves a third of an instruction: each step is rounded for itself.
        steps = [o["instructions"] for o in result["operators"]]
        if not 0 < sum(steps) <= result["instructions"] + len(steps):
            raise Failure(f"the operators' instructions do not add up: {out}")
        self.say(f"right on a Cortex-M4: {result['instructions']:,} instructions, "
                 f"arena {result['arena_bytes']:,}, stack {result['stack_bytes']:,}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("--thimble", required=True)
    options = parser.parse_args()
    model = options.model
    if not model.endswith(".tflite"):
        model = os.path.join(c_project.test_data(), "models", model + ".tflite")
    c_project.die_on_signals()
    try:
        if not os.path.exists(model):
            raise MissingTool(f"no {model}: THIMBLE_TESTDATA names the folder with models/")
        with tempfile.TemporaryDirectory(prefix="thimble-check-") as scratch:
            check = Check(os.path.abspath(options.thimble), os.path.abspath(model), scratch)
            c_project.need_tools("cc")
            check.export()
            check.host()
            c_project.need_tools("arm-none-eabi-gcc", "qemu-system-arm")
            check.cortex_m4()
    except MissingTool as missing:
        print(f"skipped: {missing}")
        return SKIPPED
    except (Failure, OSError) as failure:
        print(f"FAILED: {failure}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
