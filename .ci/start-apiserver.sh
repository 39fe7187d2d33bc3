#!/usr/bin/env bash
# A real Kubernetes API server with its etcd and no nodes, for the tests that need one. Wants Go;
# the sources come from the Go module proxy, at the versions and sums of .ci/apiserver.
#
# usage: start-apiserver.sh --cached  Exits with 0 if the program is in the cache.
#        start-apiserver.sh --build   Builds the program, if it is not in the cache yet.
#        start-apiserver.sh FOLDER    Builds and starts it. FOLDER gets the administrator's
#                                     `kubeconfig`, logs, and `pids` for whoever has to stop it.
#
# The cache is ${XDG_CACHE_HOME:-$HOME/.cache}/hydrant-apiserver; a folder in it per set of sources.
set -euo pipefail
sources=$(cd "$(dirname "$0")/apiserver" && pwd)
version=$(sed -n 's:^\sk8s.io/kubernetes ::p' "$sources/go.mod")
sum=$(cat "$sources/go.mod" "$sources/go.sum" "$sources/main.go" | sha256sum | cut -c1-12)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/hydrant-apiserver/$version-$sum

if [ "$1" = --cached ]; then
  [ -x "$cache/kube-apiserver" ]
  exit
fi
if [ ! -x "$cache/kube-apiserver" ]; then
  mkdir -p "$cache"
  # Not optimized: that would be a third of the build, and nobody waits for this server. The version
  # is what /version answers; without it the server calls itself v0.0.0.
  (cd "$sources" && go build -mod=readonly -buildvcs=false -trimpath \
    -gcflags 'all=-N -l -dwarf=false' -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$version" \
    -o "$cache/building.$$" .)
  # Whole or not at all.
  mv "$cache/building.$$" "$cache/kube-apiserver"
fi
[ "$1" != --build ] || exit 0

folder=$1
mkdir -p "$folder"
cd "$folder"
# One program that does what its name says.
ln -sf "$cache/kube-apiserver" kube-apiserver
ln -sf "$cache/kube-apiserver" etcd
: >pids

fail() {
  echo "$1" >&2
  tail -n 20 etcd.log apiserver.log >&2 2>/dev/null || true
  # shellcheck disable=SC2046 # a word per process
  kill $(cat pids) 2>/dev/null || true
  exit 1
}

# Three ports that were free a moment ago: nobody listens there, and the kernel hands out others.
ports=()
while [ "${#ports[@]}" -lt 3 ]; do
  port=$((20000 + RANDOM % 10000))
  case " ${ports[*]} " in *" $port "*) continue ;; esac
  (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || ports+=("$port")
done
store=http://127.0.0.1:${ports[0]}
peers=http://127.0.0.1:${ports[1]}
server=https://127.0.0.1:${ports[2]}

umask 077
openssl genrsa -out service-accounts.key 2048 2>/dev/null
token=$(openssl rand -hex 24)
# The group's binding to cluster-admin is one that every API server makes for itself.
echo "$token,administrator,1,system:masters" >tokens.csv

# What is stored is thrown away with the folder: no sync is worth waiting for.
setsid ./etcd --name=test --data-dir=store --unsafe-no-fsync --log-level=warn \
  --listen-client-urls="$store" --advertise-client-urls="$store" \
  --listen-peer-urls="$peers" --initial-advertise-peer-urls="$peers" \
  --initial-cluster="test=$peers" >etcd.log 2>&1 </dev/null &
etcd=$!
echo "$etcd" >>pids

# It makes its own serving certificate in certificates/.
setsid ./kube-apiserver --etcd-servers="$store" --bind-address=127.0.0.1 \
  --endpoint-reconciler-type=none --secure-port="${ports[2]}" --cert-dir=certificates \
  --allow-privileged --authorization-mode=RBAC --token-auth-file=tokens.csv --anonymous-auth=false \
  --service-cluster-ip-range=10.0.0.0/24 --service-account-issuer="$server" \
  --service-account-key-file=service-accounts.key \
  --service-account-signing-key-file=service-accounts.key >apiserver.log 2>&1 </dev/null &
apiserver=$!
echo "$apiserver" >>pids

for _ in $(seq 240); do
  kill -0 "$etcd" 2>/dev/null || fail "etcd did not start:"
  kill -0 "$apiserver" 2>/dev/null || fail "The API server did not start:"
  if curl -fsk -o /dev/null --noproxy '*' -H "Authorization: Bearer $token" "$server/readyz" 2>/dev/null; then
    cat >kubeconfig <<EOF
apiVersion: v1
kind: Config
current-context: test
contexts: [{name: test, context: {cluster: test, user: administrator}}]
clusters: [{name: test, cluster: {server: "$server", certificate-authority: "$PWD/certificates/apiserver.crt"}}]
users: [{name: administrator, user: {token: "$token"}}]
EOF
    exit 0
  fi
  sleep 0.5
done
fail "The API server was not ready within two minutes:"
