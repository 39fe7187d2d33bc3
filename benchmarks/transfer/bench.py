"""Runs all tools in turn, several rounds, and writes the report."""

import argparse
import dataclasses
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import report
import server
import tools

TIMEOUT_SECONDS = 600


@dataclasses.dataclass
class Sample:
    """One run: seconds until the tool ended and until its files were on the disk, processor time, peak memory."""

    seconds: float
    on_disk: float
    cpu: float
    rss: int


def main():
    options = parse()
    os.environ.setdefault("HYDRANT_CLASSPATH", "")
    results, missing = {}, []
    with tempfile.TemporaryDirectory(prefix="hydrant-bench.", dir=options.target) as target:
        for scheme in options.schemes.split(","):
            for bucket in options.data.split(","):
                with tempfile.TemporaryDirectory(prefix="hydrant-bench.", dir=options.source) as source:
                    samples, missing = run(options, bucket, scheme == "https", source, pathlib.Path(target))
                    results[bucket, scheme] = samples
    text = report.markdown(results, missing, options)
    print(text)
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(text)


def parse():
    parser = argparse.ArgumentParser(prog="benchmarks/transfer/run.sh")
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("ROUNDS", 5)))
    parser.add_argument("--data", default="large,mixed,small", help="which data sets")
    parser.add_argument("--schemes", default="http,https", help="plain, TLS or both")
    parser.add_argument("--source", default="/dev/shm", help="where the server's files are made")
    parser.add_argument("--target", default=tempfile.gettempdir(), help="a folder on the disk that is written to")
    parser.add_argument("--port", type=int, help="of nginx; 80 or 443 unless it is given")
    parser.add_argument("--report", type=pathlib.Path, required=True)
    parser.add_argument("--peers", type=pathlib.Path, required=True)
    options = parser.parse_args()
    for flag, folder in ("--source", options.source), ("--target", options.target):
        if not os.path.isdir(folder):
            parser.error(f"{flag}: there is no folder {folder}: make it, or name another")
    return options


def run(options, bucket, tls, source, target):
    source = pathlib.Path(source)
    peers, limits, missing = tools.all_tools(options.peers, source)
    if tls and os.geteuid() != 0:
        peers = [tool for tool in peers if not tool.inside]
        missing.append("Hydrant over TLS (needs root, to trust nginx's certificate)")
    samples = {}
    # ext4 searches long for an inode that was not freed within the last minutes, so files are kept while they are many
    # and small.
    keep = bucket == "small" and report.file_system(target) == "ext4"
    nginx = server.Server(source, bucket, options.port or (443 if tls else 80), tls)
    try:
        for number in range(options.rounds):
            for tool in limits + peers:
                folder = pathlib.Path(tempfile.mkdtemp(dir=target)) / "files"
                for name, sample in measure(tool, nginx, bucket, folder).items():
                    samples.setdefault(name, []).append(sample)
                    print(f"{bucket} {'TLS' if tls else 'plain'}, round {number + 1}: {name}: {sample}", flush=True)
                if not keep:
                    shutil.rmtree(folder, ignore_errors=True)
    finally:
        nginx.close()
    return samples, missing


def await_rest():
    """Waits until the disks have discarded what was deleted, which would be at the cost of whoever comes next."""
    deadline = time.monotonic() + 60
    before, quiet = discards(), 0
    while quiet < 5:
        if time.monotonic() > deadline:
            print("the disks did not come to rest within a minute", flush=True)
            return
        time.sleep(0.2)
        now, under_way = discards(), in_flight()
        quiet = quiet + 1 if now == before and under_way == 0 else 0
        before = now


def discards():
    return sum(int(fields[14]) for fields in disk_statistics() if len(fields) > 14)


def in_flight():
    return sum(int(fields[11]) for fields in disk_statistics())


def disk_statistics():
    """The fields of each disk, as Documentation/admin-guide/iostats.rst of Linux names them."""
    return [line.split() for line in pathlib.Path("/proc/diskstats").read_text().splitlines()]


def measure(tool, nginx, bucket, target):
    """One run of a tool; empty if it failed, which is told."""
    objects = server.BUCKETS[bucket]
    command, environment = tool.start(nginx, bucket, objects, target)
    subprocess.run(["sync"], check=True)
    await_rest()
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        usage, status = wait(process)
        seconds = time.monotonic() - start
        subprocess.run(["sync", "--file-system", target.parent], check=True)
        on_disk = time.monotonic() - start
        output.seek(0)
        text = output.read().decode(errors="replace")
    if status != 0:
        print(f"FAILED: {tool.name}: {text[-2000:]}", flush=True)
        return {}
    if tool.inside:
        inside = tools.inside_measurements(text)
        if any(each["files"] != len(objects) for each in inside):
            print(f"FAILED: {tool.name} left out files: {text[-500:]}", flush=True)
            return {}
        states = [("from its start", inside[0])] + [("running", each) for each in inside[1:][-1:]]
        return {
            f"{tool.name}, {state}": Sample(each["seconds"], each["seconds"], each["cpu"], each["rss"])
            for state, each in states
        }
    if not tool.name.startswith("limit"):
        left_out = [key for key, size in objects.items() if not is_there(target / key, size)]
        if left_out:
            print(f"FAILED: {tool.name} left out {len(left_out)} files, {left_out[0]} for one: {text[-500:]}", flush=True)
            return {}
    return {tool.name: Sample(seconds, on_disk, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)}


def wait(process):
    """Waits, not for ever, and tells what the process took."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage, process.returncode
        if time.monotonic() > deadline:
            process.kill()
        time.sleep(0.002)


def is_there(file, size):
    return file.is_file() and file.stat().st_size == size


if __name__ == "__main__":
    main()
