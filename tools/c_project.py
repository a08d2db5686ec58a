"""Exported C projects: making one, its inputs, and building and running it for a host or an emulated
Cortex-M. What tools/measure and tests/cproject have in common; needs nothing but Python."""

import glob
import os
import re
import shutil
import signal
import struct
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

CPUS = {
    "cortex-m4": ("fpv4-sp-d16", "mps2-an386"),
    "cortex-m7": ("fpv5-sp-d16", "mps2-an500"),
}
# Where a program needs more than the board's 4 MiB of RAM: its PSRAM.
PSRAM = ["-Wl,--defsym=__ram=0x21000000", "-Wl,--defsym=__ram_size=0x1000000"]
PACKAGES = {
    "arm-none-eabi-gcc": "gcc-arm-none-eabi libnewlib-arm-none-eabi",
    "arm-none-eabi-size": "binutils-arm-none-eabi",
    "qemu-system-arm": "qemu-system-arm",
    "gcc": "gcc",
    "cc": "gcc",
}


def test_data():
    """Recorded models, outputs and instruction counts."""
    return os.environ.get("THIMBLE_TESTDATA", os.path.join(ROOT, "../shared"))


class Failure(Exception):
    """A step that did not work, in one sentence or with the tool's own words."""


class MissingTool(Failure):
    pass


def short_reason(failure):
    """The first of the operators that cannot be exported, and how many more there are."""
    first, *more = str(failure).splitlines()[0].split(": cannot be exported as C: ")[-1].split("; ")
    return first + (f", and {len(more)} more" if more else "")


def need_tools(*names):
    missing = [name for name in names if not shutil.which(name)]
    if missing:
        packages = " ".join(dict.fromkeys(PACKAGES.get(name, name) for name in missing))
        raise MissingTool(f"not installed: {', '.join(missing)}; apt-get install {packages}")


def die_on_signals():
    """SIGTERM and SIGHUP end the program like Ctrl+C: children are ended, temporary files removed."""

    def stop(number, _frame):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def run(command, folder=None, timeout=600, check=True):
    """Runs a program to its end, or ends it and all that it has started. Answers exit status,
    standard output and standard error."""
    process = subprocess.Popen(command, cwd=folder, text=True, errors="replace",
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, start_new_session=True)
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        raise Failure(f"{os.path.basename(command[0])} was still running after {timeout} s") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if check and process.returncode != 0:
        said = (err.strip() or out.strip() or "nothing")[-2000:]
        raise Failure(f"{os.path.basename(command[0])} ended with status {process.returncode}: {said}")
    return process.returncode, out, err


def find_thimble(given=None):
    """The program that was named, that $THIMBLE names, of the newest build, or on the path."""
    named = given or os.environ.get("THIMBLE")
    if named:
        if not os.access(named, os.X_OK):
            raise Failure(f"{named} is not a program")
        return os.path.abspath(named)
    built = glob.glob(os.path.join(ROOT, "build/*/app/cli/thimble"))
    # Where this file was installed, as share/thimble/c_project.py.
    beside = os.path.normpath(os.path.join(ROOT, "../bin/thimble"))
    if built:
        return max(built, key=os.path.getmtime)
    found = beside if os.access(beside, os.X_OK) else shutil.which("thimble")
    if not found:
        raise MissingTool("no thimble here: build it, or name it with --thimble")
    return found


def export(thimble, model, folder, options=(), command="export"):
    """`thimble export`, or `thimble split`; its JSON as text."""
    command = [thimble, command, model, "--c", folder, "--json", *options]
    status, out, err = run(command, check=False)
    if status != 0:
        raise Failure((err.strip() or out.strip()).removeprefix("thimble: error: "))
    return out


def read_header(folder):
    """What model.h says: {"MODEL_ARENA_BYTES": 768, ...}, and the inputs' types in order."""
    with open(os.path.join(folder, "model.h"), encoding="ascii", errors="replace") as file:
        text = file.read()
    numbers = {name: int(value)
               for name, value in re.findall(r"^#define (MODEL_\w+) \(?(-?\d+)\)?\s*(?:/\*.*)?$",
                                             text, re.MULTILINE)}
    types = re.findall(r"^/\* Input \d+: '.*', \S+ (\w+) \*/$", text, re.MULTILINE)
    return numbers, types


def sources(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith(".c"))


def operator_order(folder):
    """The operators of the model, as numbered in its file, in the order in which the project runs them."""
    with open(os.path.join(folder, "model.c"), encoding="ascii", errors="replace") as file:
        order = [int(operator) for operator in re.findall(
            r'^    ".*", /\* operator (\d+) \*/$', file.read(), re.MULTILINE)]
    if sorted(order) != list(range(len(order))):
        raise Failure(f"{folder}/model.c does not say which operator runs when")
    return order


def calls_cmsis_nn(folder):
    """Whether the project calls CMSIS-NN, whose sources are not in it."""
    return any(name.startswith("th_cmsis_") for name in sources(folder))


def cmsis_nn_sources(checkout):
    """Those that such a project may need, as its Makefile has them."""
    found = set()
    for folder in ("Convolution", "FullyConnected", "NNSupport"):
        for kind in ("s8", "s16", "q7"):
            found.update(glob.glob(os.path.join(checkout, f"Source/{folder}Functions/*_{kind}*.c")))
    found = sorted(os.path.abspath(path) for path in found if "_lstm_" not in path)
    if not found:
        raise Failure(f"{checkout} is no checkout of CMSIS-NN: it has no Source/ConvolutionFunctions")
    return found


def cmsis_nn_include(checkout):
    return ["-isystem", os.path.abspath(os.path.join(checkout, "Include"))]


MASK = (1 << 64) - 1


def draws(seed):
    """splitmix64."""
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def seeded_input(folder, seed):
    """The bytes of all inputs, as `thimble run --seed` draws them."""
    numbers, types = read_header(folder)
    stream = draws(seed)
    out = bytearray()
    for i in range(numbers["MODEL_INPUTS"]):
        kind = types[i].lower()
        count = numbers[f"MODEL_INPUT_{i}_ELEMENTS"]
        width = numbers[f"MODEL_INPUT_{i}_BYTES"] // max(count, 1)
        for _ in range(count):
            u = next(stream)
            if kind == "float32":
                out += struct.pack("<f", (u >> 40) / (1 << 24) * 2 - 1)
            elif kind == "bool":
                out.append(u & 1)
            else:
                out += (u & ((1 << (8 * width)) - 1)).to_bytes(width, "little")
    return bytes(out)


def arm_flags(cpu, optimisation="-O2"):
    return [f"-mcpu={cpu}", "-mthumb", "-mfloat-abi=hard", f"-mfpu={CPUS[cpu][0]}", optimisation,
            "-std=c99", "-ffp-contract=off", "-ffunction-sections", "-fdata-sections", "-Wall", "-Wextra"]


def compile_arm(folder, build, cpu, names, flags=(), suffix="o", progress=None):
    """Compiles the named sources of the project one by one; answers the object files. One with a whole
    path is not the project's: what the compiler thinks of it is not told."""
    objects = []
    for number, name in enumerate(names):
        if progress:
            progress(f"compiling {os.path.basename(name)} ({number + 1} of {len(names)})")
        target = os.path.join(build, name.replace("/", "_")[:-1] + suffix)
        own = flags if not os.path.isabs(name) else [*flags, "-w"]
        run(["arm-none-eabi-gcc", *arm_flags(cpu), *own, "-I", folder, "-c",
             os.path.join(folder, name), "-o", target])
        objects.append(target)
    return objects


def link_arm(folder, build, cpu, objects, name):
    target = os.path.join(build, name)
    command = ["arm-none-eabi-gcc", *arm_flags(cpu), "--specs=rdimon.specs", "-nostartfiles",
               "-Wl,--gc-sections", "-T", os.path.join(folder, "cortex_m/mps2.ld"), *objects, "-lm",
               "-o", target]
    status, _, err = run(command, check=False)
    if status != 0 and ("no room" in err or "will not fit" in err or "overflowed" in err):
        run(command + PSRAM)
    elif status != 0:
        raise Failure(f"the linker says: {err.strip()[-2000:]}")
    return target


def keep_reachable(build, objects, roots, name):
    """One object file of what the roots reach, as a linker that drops unused sections keeps it."""
    target = os.path.join(build, name)
    run(["arm-none-eabi-ld", "-r", "--gc-sections", "-e", roots[0],
         *[text for root in roots for text in ("-u", root)], *objects, "-o", target])
    return target


def run_arm(program, cpu, arguments, folder, count=False, timeout=600):
    """Runs a program in QEMU; its files are relative to the folder. Answers as run() does."""
    config = ",".join(["enable=on", "target=native"] +
                      ["arg=" + text.replace(",", ",,") for text in arguments])
    command = ["qemu-system-arm", "-M", CPUS[cpu][1], "-nographic", "-monitor", "none", "-serial",
               "none", "-semihosting-config", config, "-kernel", program]
    if count:
        command += ["-icount", "shift=7"]
    status, out, err = run(command, folder=folder, timeout=timeout, check=False)
    if status == 99:
        raise Failure(f"{os.path.basename(program)}: a fault of the processor")
    if status != 0:
        said = (err.strip() or out.strip())[-2000:]
        raise Failure(f"{os.path.basename(program)} ended with status {status}: {said}")
    return status, out, err


def fail(program, message):
    print(f"{program}: error: {message}", file=sys.stderr)
    return 2
