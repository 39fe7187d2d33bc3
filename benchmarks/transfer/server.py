"""An nginx that looks enough like S3: buckets with a listing, HEAD, ranges, If-Match, and checksums where S3 tells them.

S3 tells the checksum of an object in the answers to HEAD and to a GET of the whole, and not in answers to ranges.
"""

import base64
import os
import pathlib
import ssl
import subprocess
import time
import urllib.error
import urllib.request

from awscrt import checksums

MIB = 1 << 20

# Buckets: the keys and sizes of their objects. "mixed" has the proportions of a ComfyUI model folder.
BUCKETS = {
    "large": {f"checkpoints/large-{i}.safetensors": 1024 * MIB for i in range(4)},
    "mixed": {
        "checkpoints/base.safetensors": 2048 * MIB,
        "diffusion_models/unet.safetensors": 1536 * MIB,
        "text_encoders/t5.safetensors": 1024 * MIB,
        "vae/vae.safetensors": 320 * MIB,
        "upscale_models/4x.pth": 64 * MIB,
        **{f"loras/style-{i}.safetensors": 140 * MIB for i in range(6)},
        **{f"loras/character-{i}.safetensors": 72 * MIB for i in range(4)},
        **{f"embeddings/e-{i}.safetensors": 60 * 1024 for i in range(100)},
        **{f"configs/c-{i}.json": 2 * 1024 for i in range(100)},
    },
    "small": {f"embeddings/{i % 50}/small-{i}.safetensors": 100 * 1024 for i in range(5000)},
}


def write_bucket(folder, bucket):
    """Writes the objects of a bucket, its listing, and its checksums for nginx."""
    sums, entries = [], []
    block = os.urandom(8 * MIB)
    modified = "2026-01-01T00:00:00.000Z"
    for number, (key, size) in enumerate(BUCKETS[bucket].items()):
        path = folder / "buckets" / bucket / key
        path.parent.mkdir(parents=True, exist_ok=True)
        crc, left, start = 0, size, number % len(block)
        with open(path, "wb") as out:
            while left > 0:
                piece = block[start : start + left]
                out.write(piece)
                crc = checksums.crc64nvme(piece, crc)
                left, start = left - len(piece), 0
        os.utime(path, (1767225600, 1767225600))
        sums.append(f'/{bucket}/{key} "{base64.b64encode(crc.to_bytes(8, "big")).decode()}";')
        entries.append(
            f"<Contents><Key>{key}</Key><LastModified>{modified}</LastModified>"
            f"<ETag>&quot;{1767225600:x}-{size:x}&quot;</ETag><Size>{size}</Size>"
            "<StorageClass>STANDARD</StorageClass></Contents>"
        )
    (folder / f"{bucket}.map").write_text("\n".join(sums))
    (folder / "buckets" / f"{bucket}.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        f"<Name>{bucket}</Name><Prefix></Prefix><KeyCount>{len(entries)}</KeyCount>"
        f"<MaxKeys>{len(entries)}</MaxKeys><IsTruncated>false</IsTruncated>"
        + "".join(entries)
        + "</ListBucketResult>"
    )


CONFIG = """
daemon off;
{user}
master_process on;
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  types {{ }}
  default_type application/octet-stream;
  map_hash_max_size 65536;
  map_hash_bucket_size 128;
  map $uri $whole {{ default ""; include {folder}/{bucket}.map; }}
  map "$http_range" $sum {{ "" $whole; default ""; }}
  map "$sum" $kind {{ "" ""; default FULL_OBJECT; }}
  server {{
    listen 127.0.0.1:{port} {tls};
    {certificate}
    add_header x-amz-checksum-crc64nvme $sum;
    add_header x-amz-checksum-type $kind;
    root {folder}/buckets;
    location ~ ^/{bucket}/?$ {{ default_type application/xml; try_files /{bucket}.xml =404; }}
    location / {{ }}
  }}
}}
"""


class Server:
    """A running nginx with one bucket."""

    def __init__(self, folder, bucket, port, tls):
        self.folder = pathlib.Path(folder)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1" + ("" if port in (80, 443) else f":{port}")
        self.certificate = self.folder / "certificate.pem" if tls else None
        write_bucket(self.folder, bucket)
        if tls:
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                 "-keyout", self.folder / "key.pem", "-out", self.certificate],
                check=True, capture_output=True)  # fmt: skip
        config = self.folder / "nginx.conf"
        config.write_text(
            CONFIG.format(
                # The folder is nobody else's.
                user="user root;" if os.geteuid() == 0 else "",
                folder=self.folder,
                bucket=bucket,
                port=port,
                tls="ssl" if tls else "",
                certificate=f"ssl_certificate {self.certificate}; ssl_certificate_key {self.folder}/key.pem;"
                if tls
                else "",
            )
        )
        self.process = subprocess.Popen(["nginx", "-c", config, "-e", self.folder / "error.log"])
        try:
            self.await_answer(f"{self.url}/{bucket}", tls)
        except BaseException:
            self.close()
            raise

    def await_answer(self, url, tls):
        context = ssl._create_unverified_context() if tls else None
        for _ in range(100):
            if self.process.poll() is not None:
                raise SystemExit("nginx did not start: " + (self.folder / "error.log").read_text())
            try:
                urllib.request.urlopen(url, context=context).read()
                return
            except urllib.error.HTTPError as refused:
                raise SystemExit(f"nginx answers {url} with {refused}") from refused
            except urllib.error.URLError:
                time.sleep(0.1)
        raise SystemExit("nginx does not answer at " + url)

    def close(self):
        self.process.terminate()
        self.process.wait()
