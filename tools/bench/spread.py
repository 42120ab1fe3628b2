"""Which process of the server holds a connection, from /proc: nobody measures one process and says four."""

import os
from pathlib import Path

ESTABLISHED = "01"


def workers_under(pid: int) -> list[int]:
    """The processes of a server: its own and all below it."""
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            todo += [int(child) for child in task.read_text().split()]
    return sorted(set(found))


def _inode(client_port: int, server_port: int) -> str:
    """The socket at the server's end of a connection on the loopback."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        parts = line.split()
        here, there = int(parts[1].split(":")[1], 16), int(parts[2].split(":")[1], 16)
        if (here, there, parts[3]) == (server_port, client_port, ESTABLISHED):
            return parts[9]
    return ""


def worker_of(client_port: int, server_port: int, workers: list[int]) -> int:
    """The process that has taken this connection; 0 where it cannot be told."""
    wanted = f"socket:[{_inode(client_port, server_port)}]"
    for pid in workers:
        try:
            if any(os.readlink(link) == wanted for link in Path(f"/proc/{pid}/fd").iterdir()):
                return pid
        except OSError:
            continue
    return 0
