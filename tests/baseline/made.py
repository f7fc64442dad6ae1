# SPDX-License-Identifier: Apache-2.0
"""Baselines made by the program under test, for the scripts of this folder. Usage of each: SCRIPT SOURCE_DIR VOUCH"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "check"))
from vouch import PROGRAM, SOURCE, InFolder, main, report, run  # noqa: E402,F401

MAILS = "security_email: security@example.com\noperations_email: operations@example.com\n"
STACKS = ("data-protection", "trail", "monitoring", "iam", "network", "backup", "automation", "config", "scanning")
# What the stacks have to be right for.
SETTINGS = {
    "single": "",
    "organization": "accounts: organization\norganization_id: o-a1b2c3d4e5\norganization_root: r-a1b2\ntrail_scope: organization\n"
                    "regions: [eu-central-1, eu-west-1]\nhome_region: eu-central-1\ncopy_region: eu-north-1\n",
    "other values": "prefix: acme7\nlog_retention_days: 731\ntrail_retention_days: 730\nvpc_cidr: 172.18.0.0/16\nerror_rate_percent: 0.5\n"
                    "password_max_age_days: 60\nhooks: fail\nstacks: [data-protection, trail, monitoring, iam, network, backup, automation, "
                    "config, scanning, hooks]\n",
}
HOME = {"single": "us-east-1", "organization": "eu-central-1", "other values": "us-east-1"}


def synthesize(folder, settings, name="out"):
    """Makes a baseline below `folder` and returns its folder."""
    file = folder / f"{name}.yaml"
    file.write_text(MAILS + settings, encoding="utf-8")
    done = run("baseline", "synth", "--settings", file, "-o", folder / name)
    assert done.returncode == 0, done.stderr.decode()
    return folder / name


def templates(folder):
    return sorted(path for path in folder.rglob("*.yaml"))
