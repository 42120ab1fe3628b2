"""Taking turns: one at a time among threads and processes, and nobody keeps a turn who is gone."""

import subprocess
import sys
import threading
import time

import pytest

from tilts.kit.turns import TookTooLong, Turns, one_at_a_time

ADDS = """
import pathlib, sys
from tilts.kit.turns import one_at_a_time
file = pathlib.Path(sys.argv[1])
for _ in range(int(sys.argv[2])):
    with one_at_a_time(file.with_suffix(".queue")):
        file.write_text(str(int(file.read_text()) + 1))
"""
HOLDS = """
import pathlib, sys, time
from tilts.kit.turns import Turns
Turns(pathlib.Path(sys.argv[1])).take()
print("has it", flush=True)
time.sleep(60)
"""


def test_nothing_is_lost_where_many_threads_and_processes_read_and_write(tmp_path):
    file = tmp_path / "number"
    file.write_text("0")
    others = [subprocess.Popen([sys.executable, "-c", ADDS, file, "200"]) for _ in range(2)]

    def add():
        for _ in range(100):
            with one_at_a_time(file.with_suffix(".queue")):
                file.write_text(str(int(file.read_text()) + 1))

    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.wait() for other in others] == [0, 0]
    assert file.read_text() == "700"


def test_whoever_waited_too_long_goes_and_stands_in_nobodys_way(tmp_path):
    first, second, third = (Turns(tmp_path / "queue") for _ in range(3))
    first.take()
    with pytest.raises(TookTooLong):
        second.take(0.05)
    assert not second.has_it
    first.give_back()
    third.take(5)
    third.give_back()
    second.take(5)
    first.close()
    with pytest.raises(TookTooLong):
        third.take(0.05)


def test_a_process_that_is_killed_gives_its_turn_back(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", HOLDS, tmp_path / "queue"], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "has it\n"
    mine = Turns(tmp_path / "queue")
    with pytest.raises(TookTooLong):
        mine.take(0.05)
    threading.Timer(0.1, holder.kill).start()
    began = time.monotonic()
    mine.take(10)
    assert mine.has_it and holder.wait() != 0 and time.monotonic() - began >= 0.05
    holder.stdout.close()
    mine.close()
