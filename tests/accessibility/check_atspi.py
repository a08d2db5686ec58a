#!/usr/bin/python3
"""Walks through thimble-explorer as a screen reader does, over AT-SPI, under a display of its own.

  check_atspi.py EXPLORER MODEL        77: skipped, a tool is missing
"""

import os
import shutil
import subprocess
import sys
import time

SKIPPED = 77
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
PATIENCE = 60  # seconds


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def outside(explorer, model):
    """Starts a display and a bus, and this script again inside."""
    for tool in ("xvfb-run", "xauth", "dbus-run-session"):
        if not shutil.which(tool):
            skip(f"there is no {tool}")
    if not os.access(LAUNCHER, os.X_OK):
        skip(f"there is no {LAUNCHER}")
    try:
        import gi

        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi  # noqa: F401
    except (ImportError, ValueError):
        skip("python3-gi or gir1.2-atspi-2.0 is missing")
    environment = dict(os.environ, QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
                       NO_AT_BRIDGE="0")
    command = ["xvfb-run", "-a", "-s", "-screen 0 1400x1000x24", "dbus-run-session", "--",
               sys.executable, os.path.abspath(__file__), "--inside", explorer, model]
    return subprocess.run(command, env=environment, timeout=PATIENCE * 3).returncode


def wait_for(what, find):
    from gi.repository import GLib

    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = find()
        except GLib.Error:  # what is asked may just have gone
            found = None
        if found:
            return found
        time.sleep(0.2)
    sys.exit(f"wrong: {what} did not appear")


def children(node):
    return [node.get_child_at_index(i) for i in range(node.get_child_count())]


def find(node, accept, depth=14):
    """The first that is accepted, in the order of the tree."""
    if node is None or depth == 0:
        return None
    if accept(node):
        return node
    if node.get_child_count() > 300:
        return None
    for child in children(node):
        found = find(child, accept, depth - 1)
        if found:
            return found
    return None


def named(name, role):
    return lambda node: node.get_name() == name and node.get_role_name() == role


def expect(condition, what):
    if not condition:
        sys.exit(f"wrong: {what}")


def inside(explorer, model):
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    launcher = subprocess.Popen([LAUNCHER, "--launch-immediately"])
    time.sleep(1)
    program = subprocess.Popen([explorer, model])
    try:
        return walk(Atspi)
    except SystemExit:
        print(f"the program has ended: {program.poll()}")
        raise
    finally:
        program.terminate()
        program.wait(PATIENCE)
        launcher.terminate()


def walk(Atspi):
    desktop = wait_for("a desktop", lambda: Atspi.get_desktop(0))

    def application():
        for app in children(desktop):
            if app and "thimble" in (app.get_name() or "").lower():
                return app
        return None

    app = wait_for("the program", application)
    timeline = wait_for("the timeline", lambda: find(app, named("Timeline", "list")))
    wait_for("the steps", lambda: timeline.get_child_count() > 1)
    steps = children(timeline)
    names = [step.get_name() for step in steps]
    print(f"timeline: {len(steps)} steps, the first {names[0]!r}")
    expect(all(names), "a step without a name")
    peaks = [i for i, name in enumerate(names) if "peak" in name]
    expect(len(peaks) == 1, "not one peak")

    step = steps[peaks[0]]
    expect(step.get_role_name() == "list item", "a step that is no list item")
    box = Atspi.Component.get_extents(step, Atspi.CoordType.SCREEN)
    expect(box.width > 0 and box.height > 0, "a step that is nowhere")
    expect(Atspi.Action.get_n_actions(step) > 0, "a step that cannot be pressed")
    Atspi.Action.do_action(step, 0)

    def is_selected():
        step.clear_cache()
        return step.get_state_set().contains(Atspi.StateType.SELECTED)

    wait_for("the selected step", is_selected)

    arena = find(app, named("Arena map", "list"))
    expect(arena is not None, "no arena map")
    buffers = children(arena)
    expect(len(buffers) > 1 and all(b.get_name() for b in buffers), "buffers without names")
    print(f"arena map: {len(buffers)} buffers, the first {buffers[0].get_name()!r}")

    bar = find(app, named("Arena", "list"))
    expect(bar is not None and bar.get_child_count() > 0, "no arena bar")
    for menu in ("File", "Edit", "View", "Help"):
        item = find(app, lambda node: node.get_name() == menu
                    and node.get_role_name() in ("menu item", "menu"))
        expect(item is not None, f"no menu {menu}")
    print("all there")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        sys.exit(inside(*sys.argv[2:4]))
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(outside(*sys.argv[1:3]))
