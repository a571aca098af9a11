"""Prints the name of the CPU and the threads as the workers see them."""

import json

from trainmark.machine.processor import cpu_name
from trainmark.machine.threads import physical_cores, thread_count

print(json.dumps({"name": cpu_name(), "threads": thread_count(), "cores": physical_cores()}))
