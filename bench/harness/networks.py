"""The networks that our programs know, as they list them themselves."""
import collections
import json
import subprocess

from harness import programs

Network = collections.namedtuple("Network", "name title batches images")


def all_networks(options):
    said = subprocess.run([programs.ours(options, "train_step"), "--list"], capture_output=True, text=True, check=True)
    networks = [Network(**each) for each in json.loads(said.stdout)["networks"]]
    if options.quick:
        networks = [network._replace(batches=[4]) for network in networks]
    wanted = [n for n in networks if not options.only or any(n.name.startswith(start) for start in options.only)]
    return sorted(wanted, key=lambda n: n.name)
