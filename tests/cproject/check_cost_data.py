#!/usr/bin/env python3
"""What tools/measure --cost-data writes of a model: a count for each operator where it stands in the
file, beside what the file held of other libraries.

    check_cost_data.py --thimble PROGRAM MODEL

Exit status 77: something that is needed is not here.
"""

import argparse
import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tools"))
import c_project  # noqa: E402


def check(thimble, model, scratch):
    path = os.path.join(scratch, "counts.json")
    others = {"invoke": 5, "per_op": [5]}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"model": "m", "m4_instructions": {"reference": others}}, file)
    script = os.path.join(c_project.ROOT, "tools/measure")
    _, out, _ = c_project.run([sys.executable, script, model, "--thimble", thimble, "--json",
                               "--cost-data", path])
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    libraries = data["m4_instructions"]
    assert libraries["reference"] == others, "what was there is gone"
    measured = json.loads(out)
    counts = libraries["thimble"]
    assert counts["invoke"] == measured["instructions"] > 0
    assert len(counts["per_op"]) == len(measured["operators"])
    for step in measured["operators"]:
        assert counts["per_op"][step["operator"]] == step["instructions"], step
    # The steps in the file's order name the operators as `thimble inspect` does.
    _, out, _ = c_project.run([thimble, "inspect", model, "--json"])
    wanted = [operator["name"] for operator in json.loads(out)["operators"]]
    by_operator = sorted(measured["operators"], key=lambda step: step["operator"])
    assert [step["name"] for step in by_operator] == wanted, (by_operator, wanted)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("--thimble", required=True)
    options = parser.parse_args()
    c_project.die_on_signals()
    try:
        c_project.need_tools("arm-none-eabi-gcc", "arm-none-eabi-size", "qemu-system-arm")
        with tempfile.TemporaryDirectory(prefix="thimble-cost-") as scratch:
            check(os.path.abspath(options.thimble), os.path.abspath(options.model), scratch)
    except c_project.MissingTool as missing:
        print(f"skipped: {missing}")
        return 77
    except (AssertionError, c_project.Failure, OSError) as failure:
        print(f"FAILED: {failure}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
