#!/bin/sh
# Prints the plain manifests of the chart, for those who do not use Helm:
#   daemonset/render.sh --set settings.bucket=… --set image.repository=… --set image.digest=… | kubectl apply -f -
# Takes every argument of `helm template`; the namespace is hydrant unless --namespace is given.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/tools/helm.sh" template hydrant "$here/chart" --namespace hydrant "$@"
