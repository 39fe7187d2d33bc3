{{/* The name of everything in this release. */}}
{{- define "hydrant.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "hydrant.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "hydrant.name" .) -}}
{{- end -}}

{{- define "hydrant.reaperServiceAccount" -}}
{{- .Values.reaper.serviceAccount.name | default (printf "%s-reaper" (include "hydrant.name" .)) -}}
{{- end -}}

{{/* What selects the agent's pods; it never changes in the life of a release. */}}
{{- define "hydrant.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: agent
{{- end -}}

{{- define "hydrant.commonLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "hydrant.labels" -}}
{{ include "hydrant.commonLabels" . }}
app.kubernetes.io/component: agent
{{- end -}}

{{- define "hydrant.reaperLabels" -}}
{{ include "hydrant.commonLabels" . }}
app.kubernetes.io/component: reaper
{{- end -}}

{{- define "hydrant.image" -}}
{{- $repository := required "image.repository is not set: name the repository that the image was pushed to" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (required "image.digest is not set: take it from the push of the image, or set image.tag for a try-out" .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* DNS; S3, SQS, SNS and the API server; and the EKS Pod Identity agent, which gives the AWS credentials. */}}
{{- define "hydrant.egress" -}}
- ports:
    - protocol: UDP
      port: 53
    - protocol: TCP
      port: 53
- ports:
    - protocol: TCP
      port: 443
    - protocol: TCP
      port: 6443
- ports:
    - protocol: TCP
      port: 80
  to:
    - ipBlock:
        cidr: 169.254.170.23/32
    - ipBlock:
        cidr: fd00:ec2::23/128
{{- with .Values.networkPolicy.extraEgress }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The agent's settings as environment: `log-level` → HYDRANT_LOG_LEVEL. */}}
{{- define "hydrant.environment" -}}
{{- $_ := required "settings.bucket is not set: name the models bucket" .Values.settings.bucket -}}
{{- if or .Values.reaper.enabled (index .Values.settings "topic-arn") -}}
{{- $_ := required "settings.cluster is not set: queues are named by the cluster" .Values.settings.cluster -}}
{{- $_ := required "settings.topic-arn is not set: the reaper looks after the queues of a topic" (index .Values.settings "topic-arn") -}}
{{- end -}}
{{- $chosenHere := dict "root" .Values.hostPath "http-address" (printf "0.0.0.0:%d" (int .Values.http.port)) "startup-taint" .Values.startupTaint -}}
{{- if .Values.caBundle.configMap }}{{ $_ := set $chosenHere "ca-bundle" "/etc/hydrant-ca/ca.crt" }}{{ end -}}
{{- range $name, $value := mergeOverwrite (dict "log-format" "json") .Values.settings $chosenHere }}
HYDRANT_{{ $name | upper | replace "-" "_" }}: {{ include "hydrant.text" $value | quote }}
{{- end }}
{{- end -}}

{{/* A number reaches a template as a float, which prints 1000000 as 1e+06. */}}
{{- define "hydrant.text" -}}
{{- if kindIs "slice" . -}}
{{- join "," . -}}
{{- else if and (kindIs "float64" .) (eq . (floor .)) -}}
{{- int64 . -}}
{{- else -}}
{{- . -}}
{{- end -}}
{{- end -}}

{{/* The authorities' certificates, where a ConfigMap has them. */}}
{{- define "hydrant.caVolume" -}}
{{- with .Values.caBundle.configMap }}
- name: ca
  configMap:
    name: {{ . }}
    items:
      - key: {{ $.Values.caBundle.key | quote }}
        path: ca.crt
{{- end }}
{{- end -}}

{{- define "hydrant.caMount" -}}
{{- if .Values.caBundle.configMap }}
- name: ca
  mountPath: /etc/hydrant-ca
  readOnly: true
{{- end }}
{{- end -}}
