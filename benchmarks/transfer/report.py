"""Makes the page of what was measured: medians, and ratios to the best peer and to the limits."""

import datetime
import os
import platform
import statistics
import subprocess
import tempfile

import server

OURS = "Hydrant"
LIMIT = "limit"


def markdown(results, missing, options):
    lines = [
        "# Transfer: side by side with other tools",
        "",
        f"Written by `benchmarks/transfer/run.sh --rounds {options.rounds} --data {options.data}"
        f" --schemes {options.schemes}{target(options)}` on {datetime.date.today()}, on {os.cpu_count()} cores ({processor()}),"
        f" {memory()} of memory, Linux {'.'.join(platform.release().split('.')[:2])}. Server and tools share the cores;"
        f" the load was {load()} at the end.",
        "",
        "An nginx on the same machine serves files that lie in memory. All tools fetch the same bucket onto the same disk",
        f"({file_system(options.target)}), one after the other, in each round, when the disk has discarded what was deleted before;",
        "a line is the median of its rounds. *On disk* adds to the tools' time a `sync`, for those that leave their bytes in the",
        "page cache; *rounds* are the slowest and the fastest of it, which tell how steady the disk was. Hydrant stages, compares",
        "checksums, syncs and renames, by the whole agent: *from its start* counts the start of the JVM, the listing and the code",
        "being compiled, *as in the image* with the first compiler only; *running* is the last of several hydrations in one",
        "process. The peers' lines count their start. None of them syncs. The memory of the smallest tools is that of the",
        "process that started them.",
        "",
    ]
    if missing:
        lines += ["Not measured, because it is missing: " + ", ".join(sorted(set(missing))) + ".", ""]
    lines += ["## What was wanted", "", "Of the engine `crt` in a running agent.", "",
              "| | measured | reached |", "|---|---|---|"]  # fmt: skip
    for (bucket, scheme), samples in results.items():
        lines += targets(bucket, scheme, samples)
    lines.append("")
    for (bucket, scheme), samples in results.items():
        lines += table(bucket, scheme, samples)
    return "\n".join(lines)


def target(options):
    """How it was chosen, without the name."""
    return "" if options.target == tempfile.gettempdir() else " --target FOLDER"


def rows_of(bucket, samples):
    objects = server.BUCKETS[bucket]
    size, count = sum(objects.values()), len(objects)
    return {name: row(runs, size, count, bucket == "small") for name, runs in samples.items()}


def peers_of(rows):
    return {name: each for name, each in rows.items() if not name.startswith((OURS, LIMIT))}


def limit_of(rows):
    """What the slower of disk and server gives, in MB/s."""
    return min((each["disk" if "dd" in name else "rate"] for name, each in rows.items() if name.startswith(LIMIT)),
               default=None)  # fmt: skip


def targets(bucket, scheme, samples):
    """What was wanted of the default engine in a running agent, and whether it was reached."""
    rows = rows_of(bucket, samples)
    peers, ours = peers_of(rows).values(), rows.get(f"{OURS}, engine crt, running")
    if ours is None or not peers:
        return []
    best_cpu, best_rate = min(each["cpu"] for each in peers), max(each["rate"] for each in peers)
    if bucket == "small":
        wanted = [
            ("files/s to the best peer's, at least 1.0", ours["rate"] / best_rate, ours["rate"] >= best_rate),
            ("CPU ms a file, at most 0.35", ours["cpu"], ours["cpu"] <= 0.35),
        ]
    else:
        to_peer, to_limit = ours["rate"] / best_rate, ours["disk"] / limit_of(rows)
        wanted = [
            ("MB/s to the best peer's, at least 1.2, or", to_peer, to_peer >= 1.2 or to_limit >= 0.95),
            ("MB/s to the limit, at least 0.95", to_limit, to_peer >= 1.2 or to_limit >= 0.95),
        ]
        if bucket == "large":
            wanted += [
                ("CPU s/GB to the best peer's, at most 0.5", ours["cpu"] / best_cpu, ours["cpu"] <= 0.5 * best_cpu),
                ("CPU s/GB, at most 0.75", ours["cpu"], ours["cpu"] <= 0.75),
            ]
    wanted.append(("peak RSS in MB, at most 400", ours["rss"] / 1e6, ours["rss"] <= 400e6))
    kind = "TLS" if scheme == "https" else "plain"
    return [f"| {bucket}, {kind}: {what} | {value:.3g} | {'yes' if met else 'no'} |" for what, value, met in wanted]


def table(bucket, scheme, samples):
    objects = server.BUCKETS[bucket]
    size, count = sum(objects.values()), len(objects)
    small = bucket == "small"
    unit = "CPU ms a file" if small else "CPU s/GB"
    rows = rows_of(bucket, samples)
    peers = peers_of(rows)
    best_rate = max((each["rate"] for each in peers.values()), default=None)
    best_disk = max((each["disk"] for each in peers.values()), default=None)
    best_cpu = min((each["cpu"] for each in peers.values()), default=None)
    limit = limit_of(rows)
    lines = [
        f"## {bucket}, {'TLS' if scheme == 'https' else 'plain'}: {count} files, {size / 1e9:.2f} GB",
        "",
        "| | MB/s | MB/s on disk | rounds | to best peer | on disk, to best peer | to the limit"
        f" | {unit} | to best peer | peak RSS MB |" + (" files/s |" if small else ""),
        "|---|---|---|---|---|---|---|---|---|---|" + ("---|" if small else ""),
    ]
    for name, each in rows.items():
        cells = [name, f"{each['rate']:.0f}", f"{each['disk']:.0f}", each["rounds"], ratio(each["rate"], best_rate),
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
        "rounds": " to ".join(f"{size / 1e6 / end(run.on_disk for run in runs):.0f}" for end in (max, min)),
        "cpu": median(lambda run: run.cpu) / (count / 1e3 if small else size / 1e9),
        "rss": max(run.rss for run in runs),
        "files": count / median(lambda run: run.seconds),
    }


def ratio(value, reference):
    return "" if not reference else f"{value / reference:.2f}"


def processor():
    with open("/proc/cpuinfo") as info:
        return next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "unknown")


def file_system(folder):
    """Its type, such as xfs."""
    found = subprocess.run(["stat", "--file-system", "--format=%T", folder], check=True, capture_output=True, text=True)
    kind = found.stdout.strip()
    return "ext4" if kind == "ext2/ext3" else kind


def load():
    """Of the last fifteen minutes. More than the cores tells that others worked too, which spoils MB/s first."""
    return f"{os.getloadavg()[2]:.0f}"


def memory():
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
