"""How busy the machine is kept by others than the programs that are measured."""

import os
import resource
import time
from pathlib import Path


class BusyOthers:
    """Counts from when it was made. Linux counts the time of all processes and that of ours."""

    def __init__(self):
        self.start = self.now()

    @staticmethod
    def now():
        """Seconds of the clock; seconds that processors spent on others."""
        counts = Path("/proc/stat").read_text().split("\n")[0].split()[1:9]
        user, nice, system, _, _, irq, softirq, steal = map(int, counts)
        everyone = (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")
        ours = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.monotonic(), everyone - ours.ru_utime - ours.ru_stime

    def share(self):
        """1 is one core all the time."""
        seconds, busy = (now - start for now, start in zip(self.now(), self.start))
        return max(0, busy / seconds)
