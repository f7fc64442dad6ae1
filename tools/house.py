# SPDX-License-Identifier: Apache-2.0
"""What the house checks (check_*.py) share. A check is a function of the root folder that gives problems, one line each."""
import os
import pathlib
import re
import subprocess
import sys

SKIPPED = {".git", "build", "dist", ".venv", "node_modules", "__pycache__"}


def files(root, *patterns):
    """The files of the tree that git does not ignore (all of them where there is no git), relative, sorted."""
    root = pathlib.Path(root)
    listed = None
    if (root / ".git").exists():
        done = subprocess.run(["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"], capture_output=True, text=True)
        if done.returncode == 0:
            listed = [pathlib.PurePosixPath(name) for name in done.stdout.split("\0") if name and (root / name).is_file()]
    if listed is None:
        listed = []
        for folder, folders, names in os.walk(root):
            folders[:] = [name for name in folders if name not in SKIPPED]
            listed += [pathlib.PurePosixPath(pathlib.Path(folder, name).relative_to(root).as_posix()) for name in names]
    return sorted({path for path in listed if not patterns or any(path.match(pattern) for pattern in patterns)})


def sources(root):
    """The C++ files of the rooms: src/<room>/..."""
    return [path for path in files(root, "*.cc", "*.h") if path.parts[0] == "src" and len(path.parts) > 2]


def text(root, path):
    """The text of a file, or None for one that is not text."""
    try:
        return (pathlib.Path(root) / path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None


def rooms(root):
    """cmake/rooms.cmake as {room: {"USES": [...], "LIBRARIES": [...]}}."""
    rows = {}
    for call in re.findall(r"^\s*vouch_room\(([^)]*)\)", text(root, "cmake/rooms.cmake"), re.MULTILINE):
        name, *words = call.split()
        row = rows[name] = {"USES": [], "LIBRARIES": []}
        into = None
        for word in words:
            if word in row:
                into = row[word]
            else:
                into.append(word)
    return rows


_NOT_CODE = re.compile(r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)


def code(source):
    """C++ source with comments and the contents of literals blanked; every line keeps its number."""
    digits = re.sub(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])", "_", source)
    return _NOT_CODE.sub(lambda found: '""' + "\n" * found.group().count("\n"), digits)


def main(check):
    """Runs the check on the folder named on the command line, prints its problems; the exit code is 1 if there are any."""
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    problems = check(root)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problem(s)")
    sys.exit(1 if problems else 0)
