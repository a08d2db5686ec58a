#!/usr/bin/env python3
"""Exports a model as a C project, builds it for this computer (with sanitizers, warnings are errors) and
for a Cortex-M4, and asks both for the outputs of three seeds: those that TFLM was recorded to give, or
the interpreter's where there is no recording. On the Cortex-M4 the arena is poisoned and has guards.

    check_project.py --thimble PROGRAM [--cmsis-nn | --split BYTES | --patches | --rv32] [--host-kernels LIBRARY] MODEL

MODEL is a .tflite file, or the name of one in $THIMBLE_TESTDATA/models. With --cmsis-nn the project calls
CMSIS-NN, of which $THIMBLE_CMSIS_NN names a checkout. With --split it runs by rows, in an arena of at most
so many bytes, with at most 1.1 times the instructions of the project that does not. With
--patches it is first cut into patches for TFLM, which must give the same. LIBRARY holds the kernels
for this computer, sanitized, so that they are not compiled again. With --rv32 the project's own Makefile
builds and runs it for an emulated RISC-V, and nothing else is done. Exit status 77: something that is needed is
not here.
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
MOST_INSTRUCTIONS = 1.1  # of the model by rows, against the model as a whole
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
    def __init__(self, thimble, model, scratch, cmsis_nn=None, split=None, host_kernels=None):
        self.thimble, self.model, self.scratch = thimble, model, scratch
        self.cmsis_nn, self.split, self.host_kernels = cmsis_nn, split, host_kernels
        self.foreign = c_project.cmsis_nn_sources(cmsis_nn) if cmsis_nn else []
        self.include = c_project.cmsis_nn_include(cmsis_nn) if cmsis_nn else []
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
            said = c_project.export(self.thimble, self.model, self.project,
                                    ["--kernels", "cmsis-nn"] if self.cmsis_nn else [],
                                    command="export" if self.split is None else "split")
        except Failure as failure:
            raise Failure(f"{self.name} cannot be exported: {c_project.short_reason(failure)}") from None
        if self.cmsis_nn and not c_project.calls_cmsis_nn(self.project):
            raise Failure(f"{self.name}: nothing in it calls CMSIS-NN")
        if self.split is not None:
            self.check_arena(json.loads(said))
        for seed in SEEDS:
            store(self.inside(f"seed{seed}.bin"), c_project.seeded_input(self.project, seed))
        self.say("exported")

    def cut(self):
        patched = self.inside(f"{self.name}.tflite")
        c_project.run([self.thimble, "split", self.model, "-o", patched, "--smallest", "head"])
        self.model = patched
        self.say("cut into patches")

    def check_arena(self, answer):
        arena = c_project.read_header(self.project)[0]["MODEL_ARENA_BYTES"]
        if arena != answer["after"]["arena_bytes"]:
            raise Failure(f"an arena of {arena:,} bytes, not of {answer['after']['arena_bytes']:,} as thimble says")
        if arena > self.split:
            raise Failure(f"an arena of {arena:,} bytes, not of {self.split:,} at most")
        if answer["after"]["macs"] != answer["before"]["macs"]:
            raise Failure("rows are made twice")

    def host(self):
        names = ["main.c", "model.c"] if self.host_kernels else c_project.sources(self.project)
        sources = [os.path.join(self.project, name) for name in names]
        # Somebody else's sources under the same sanitizers, but for shifts of a 1 into the sign, which
        # CMSIS-NN means.
        foreign = []
        for source in self.foreign:
            foreign.append(self.inside("host_" + os.path.basename(source)[:-1] + "o"))
            c_project.run(["cc", *HOST_FLAGS, "-w", "-fno-sanitize=shift", *self.include, "-c", source, "-o", foreign[-1]])
        c_project.run(["cc", *HOST_FLAGS, *self.include, *sources, *foreign,
                       *([self.host_kernels] if self.host_kernels else []), "-lm", "-o", self.inside("host")])
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

    def objects(self, project, names, flags=(), suffix="o"):
        build = project + ".build"
        os.makedirs(build, exist_ok=True)
        return c_project.compile_arm(project, build, "cortex-m4", names, ["-Werror", *self.include, *flags],
                                     suffix)

    def shared_objects(self, project):
        kernels = [n for n in c_project.sources(project) if n not in ("main.c", "model.c")]
        return self.objects(project, [*kernels, *self.foreign, "cortex_m/startup.c"])

    def measure(self, project, shared):
        """What the harness says of one inference."""
        measured = c_project.link_arm(
            project, project + ".build", "cortex-m4",
            self.objects(project, ["model.c", "cortex_m/measure.c"], PROFILE, "profile.o") + shared,
            "measured.elf")
        _, out, _ = c_project.run_arm(measured, "cortex-m4", ["measure", "seed1.bin", "output.bin"],
                                      self.scratch, count=True)
        return json.loads(out)

    def cortex_m4(self):
        cpu = "cortex-m4"
        shared = self.shared_objects(self.project)
        plain = c_project.link_arm(self.project, self.scratch, cpu,
                                   self.objects(self.project, ["main.c", "model.c"]) + shared, "plain.elf")
        self.say("built for a Cortex-M4")
        for seed in SEEDS:
            c_project.run_arm(plain, cpu, ["model", f"seed{seed}.bin", "output.bin"], self.scratch)
            self.compare("Cortex-M4", seed)
        result = self.measure(self.project, shared)
        self.compare("Cortex-M4 in poisoned memory", 1)
        if not result["guards_intact"]:
            raise Failure("Cortex-M4: bytes beside the arena were overwritten")
        if not result["reads_only_what_was_written"]:
            raise Failure("Cortex-M4: the outputs depend on what was in the arena before")
        # The timer resolves a third of an instruction: each step is rounded for itself.
        steps = [o["instructions"] for o in result["operators"]]
        if not 0 < sum(steps) <= result["instructions"] + len(steps):
            raise Failure(f"the operators' instructions do not add up: {json.dumps(result)}")
        self.say(f"right on a Cortex-M4: {result['instructions']:,} instructions, "
                 f"arena {result['arena_bytes']:,}, stack {result['stack_bytes']:,}")
        if self.split is not None:
            self.compare_instructions(result)

    def riscv(self):
        make = ["make", "-s", "-C", self.project,
                "CFLAGS=-O2 -std=c99 -ffp-contract=off -Wall -Wextra -Wconversion -Werror"]
        c_project.run([*make, "rv32"])
        self.say("built for a RISC-V")
        for seed in SEEDS:
            c_project.run([*make, "run-rv32", f"INPUT={self.inside(f'seed{seed}.bin')}",
                           f"OUTPUT={self.inside('output.bin')}"])
            self.compare("RISC-V", seed)
        self.say("right on a RISC-V")

    def compare_instructions(self, by_rows):
        """Against the same model, operator by operator."""
        whole = self.inside("whole")
        c_project.export(self.thimble, self.model, whole)
        result = self.measure(whole, self.shared_objects(whole))
        self.compare("as a whole on a Cortex-M4", 1)
        ratio = by_rows["instructions"] / result["instructions"]
        if ratio > MOST_INSTRUCTIONS:
            raise Failure(f"by rows {by_rows['instructions']:,} instructions, {ratio:.3f} times the "
                          f"{result['instructions']:,} of the model as a whole")
        self.say(f"{ratio:.3f} times the {result['instructions']:,} instructions of the model as a whole, "
                 f"arena {result['arena_bytes']:,}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("--thimble", required=True)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--cmsis-nn", action="store_true")
    kind.add_argument("--split", type=int, metavar="BYTES")
    kind.add_argument("--patches", action="store_true")
    kind.add_argument("--rv32", action="store_true")
    parser.add_argument("--host-kernels", metavar="LIBRARY")
    options = parser.parse_args()
    checkout = os.environ.get("THIMBLE_CMSIS_NN") if options.cmsis_nn else None
    model = options.model
    if not model.endswith(".tflite"):
        model = os.path.join(c_project.test_data(), "models", model + ".tflite")
    c_project.die_on_signals()
    try:
        if not os.path.exists(model):
            raise MissingTool(f"no {model}: THIMBLE_TESTDATA names the folder with models/")
        if options.cmsis_nn and not checkout:
            raise MissingTool("THIMBLE_CMSIS_NN names no checkout of CMSIS-NN")
        with tempfile.TemporaryDirectory(prefix="thimble-check-") as scratch:
            check = Check(os.path.abspath(options.thimble), os.path.abspath(model), scratch, checkout,
                          options.split, options.host_kernels)
            if options.rv32:
                c_project.need_tools("make", "riscv64-unknown-elf-gcc", "qemu-system-riscv32")
                check.export()
                check.riscv()
                return 0
            c_project.need_tools("cc")
            if options.patches:
                check.cut()
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
