"""Makes the page of what was measured: medians, and ratios to the best peer and to the limits."""

import datetime
import os
import platform
import statistics

import server

OURS = "Hydrant"
LIMIT = "limit"


def markdown(results, missing, options):
    lines = [
        "# Transfer: side by side with other tools",
        "",
        f"Written by `benchmarks/transfer/run.sh --rounds {options.rounds} --data {options.data}"
        f" --schemes {options.schemes}` on {datetime.date.today()}, on {os.cpu_count()} cores ({processor()}),"
        f" {memory()} of memory, Linux {platform.release()}. Server and tools share the cores.",
        "",
        "An nginx on the same machine serves files that lie in memory. All tools fetch the same bucket onto the same disk,",
        "one after the other, in each round; a line is the median of its rounds. *On disk* adds to the tools' time a `sync`,",
        "for those that leave their bytes in the page cache. Hydrant stages, compares checksums, syncs and renames, by the",
        "whole agent: *from its start* counts the start of the JVM, the listing and the code being compiled; *running* is",
        "the last of several hydrations in one process. The peers' lines count their start. None of them syncs.",
        "",
    ]
    if missing:
        lines += ["Not measured, because it is missing: " + ", ".join(sorted(set(missing))) + ".", ""]
    for (bucket, scheme), samples in results.items():
        lines += table(bucket, scheme, samples)
    return "\n".join(lines)


def table(bucket, scheme, samples):
    objects = server.BUCKETS[bucket]
    size, count = sum(objects.values()), len(objects)
    small = bucket == "small"
    unit = "CPU ms a file" if small else "CPU s/GB"
    rows = {name: row(runs, size, count, small) for name, runs in samples.items()}
    peers = {name: each for name, each in rows.items() if not name.startswith((OURS, LIMIT))}
    best_rate = max((each["rate"] for each in peers.values()), default=None)
    best_disk = max((each["disk"] for each in peers.values()), default=None)
    best_cpu = min((each["cpu"] for each in peers.values()), default=None)
    limit = min((each["disk" if "dd" in name else "rate"] for name, each in rows.items() if name.startswith(LIMIT)),
                default=None)  # fmt: skip
    lines = [
        f"## {bucket}, {'TLS' if scheme == 'https' else 'plain'}: {count} files, {size / 1e9:.2f} GB",
        "",
        f"| | MB/s | MB/s on disk | to best peer | on disk, to best peer | to the limit | {unit} | to best peer | peak RSS MB |"
        + (" files/s |" if small else ""),
        "|---|---|---|---|---|---|---|---|---|" + ("---|" if small else ""),
    ]
    for name, each in rows.items():
        cells = [name, f"{each['rate']:.0f}", f"{each['disk']:.0f}", ratio(each["rate"], best_rate),
                 ratio(each["disk"], best_disk), ratio(each["disk"], limit), f"{each['cpu']:.2f}",
                 ratio(each["cpu"], best_cpu), f"{each['rss'] / 1e6:.0f}"]  # fmt: skip
        if small:
            cells.append(f"{each['files']:.0f}")
        lines.append("| " + " | ".join(cells) + " |")
    return lines + [""]


def row(runs, size, count, small):
    def median(value):
        return statistics.median(value(run) for run in runs)

    return {
        "rate": size / 1e6 / median(lambda run: run.seconds),
        "disk": size / 1e6 / median(lambda run: run.on_disk),
        "cpu": median(lambda run: run.cpu) / (count / 1e3 if small else size / 1e9),
        "rss": max(run.rss for run in runs),
        "files": count / median(lambda run: run.seconds),
    }


def ratio(value, reference):
    return "" if not reference else f"{value / reference:.2f}"


def processor():
    with open("/proc/cpuinfo") as info:
        return next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "unknown")


def memory():
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
