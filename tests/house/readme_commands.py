# SPDX-License-Identifier: Apache-2.0
"""Runs every command in the ```console blocks of README.md with the built program and compares what it prints, byte for
byte. A line that begins with `$ ` is a command; the lines up to the next command are its output (both streams); the
commands of a block share one shell, so `$ echo $?` shows an exit code. With VOUCH_UPDATE_GOLDEN=1 the outputs in the README
are written anew, which CI refuses. Usage: readme_commands.py SOURCE_DIR VOUCH [README]"""
import difflib
import os
import pathlib
import subprocess
import sys

END = "--- end of the output ---"


def blocks(lines):
    """(first line, one past the last) of what stands inside each ```console block."""
    start = None
    for number, line in enumerate(lines):
        if start is None and line.strip() == "```console":
            start = number + 1
        elif start is not None and line.strip() == "```":
            yield start, number
            start = None


def run(commands, folder, program):
    """What each command prints; all run in one shell, in `folder`, with `program` as vouch."""
    script = "".join(f"(exit $code)\n{command}\ncode=$?\nprintf '\\n%s\\n' '{END}'\n" for command in commands)
    environment = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1", "COLUMNS": "100"}
    done = subprocess.run(["bash", "-c", "code=0\n" + script], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    outputs = done.stdout.decode("utf-8", "replace").split(END + "\n")[: len(commands)]
    return [output.removesuffix("\n").splitlines() for output in outputs]


def renew(lines, folder, program):
    """The README with the outputs that the commands print now, and how many commands there were."""
    fresh, done, count = [], 0, 0
    for start, end in blocks(lines):
        commands = [line[2:] for line in lines[start:end] if line.startswith("$ ")]
        fresh += lines[done:start]
        for command, output in zip(commands, run(commands, folder, program), strict=True):
            fresh += ["$ " + command, *output]
        done = end
        count += len(commands)
    return fresh + lines[done:], count


def main():
    folder, program = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    readme = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else folder / "README.md"
    if program.name != "vouch" or not program.exists():
        sys.exit(f"{program} is not the built program")
    lines = readme.read_text().splitlines()
    fresh, count = renew(lines, folder, program)
    if count == 0:
        sys.exit(f"{readme} has no command in a console block")
    if fresh == lines:
        print(f"{count} command(s) print what {readme.name} says")
    elif os.environ.get("VOUCH_UPDATE_GOLDEN") == "1" and os.environ.get("CI") != "true":
        readme.write_text("\n".join(fresh) + "\n")
        print(f"{readme} was written anew")
    else:
        print("\n".join(difflib.unified_diff(lines, fresh, str(readme), "what the commands print", lineterm="")))
        sys.exit(1)


if __name__ == "__main__":
    main()
