#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records examples/account anew: an audit of the account that tests seed in an emulator of AWS, with empty answers where the emulator has
none (tests/audit/unsupported.json).

    .venv/bin/python tools/record_example.py build/release/vouch
"""
import os
import shutil
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests", "audit"))
import account  # noqa: E402


def main():
    folder = os.path.join(ROOT, "examples", "account", "run")
    emulator = account.emulator()
    proxy = account.proxy(emulator.url, "--canned", os.path.join(ROOT, "tests", "audit", "unsupported.json"))
    try:
        account.seed(emulator.url)
        shutil.rmtree(folder, ignore_errors=True)
        code, out, errors = account.vouch(sys.argv[1], proxy.url, "--regions", f"{account.REGION},eu-west-1", "--record", folder, "--summary-only")
    finally:
        proxy.stop()
        emulator.stop()
    print(out + errors)
    return 0 if code == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
