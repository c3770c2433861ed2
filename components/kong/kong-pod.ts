import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { containerSecurity, podSecurity, spread } from "../cluster/pod.ts";
import type { KongMode } from "./kong-args.ts";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type Container = kubernetes.types.input.core.v1.Container;

/** The last open-source release of Kong 3.9 (3.9.3, June 2026), from the ECR Public mirror of Docker Official Images. */
export const image = "public.ecr.aws/docker/library/kong:3.9.3";
/** Namespace of Kong. */
export const namespace = "kong";
/** Selector labels, which are immutable. */
export const selector = { "app.kubernetes.io/name": "kong", "app.kubernetes.io/component": "gateway" };

/** Metadata of Kong's Kubernetes objects; without a name Pulumi generates one. */
export function metadata(name?: string, component = "gateway") {
  const labels = {
    ...selector,
    "app.kubernetes.io/component": component,
    "app.kubernetes.io/instance": "kong",
    "app.kubernetes.io/part-of": "platform",
    "app.kubernetes.io/version": image.split(":").at(-1) ?? "",
  };
  return { namespace, labels, ...(name !== undefined && { name }) };
}

/** Ports of Kong; the status port is read-only. */
export const ports = { proxy: 8000, "proxy-tls": 8443, admin: 8001, "admin-tls": 8444, status: 8100 } as const;

/** Annotations for Prometheus. */
export const scraped = {
  "prometheus.io/scrape": "true",
  "prometheus.io/path": "/metrics",
  "prometheus.io/port": String(ports.status),
};

/** Settings of a pod of Kong. */
export interface KongPod {
  mode: KongMode;
  /** Name of the ConfigMap with kong.yml. */
  configMap: pulumi.Input<string>;
  /** Name of the Secret with the database's user and password. */
  secret: string;
  trustedCidrs: readonly string[];
  /** Share of traced requests; undefined without traces. */
  samplingRate: number | undefined;
}

/** Specification of the gateway's pods. */
export function gatewayPod(pod: KongPod): PodSpec {
  return {
    ...basePod(pod),
    terminationGracePeriodSeconds: 60,
    topologySpreadConstraints: spread(selector),
    containers: [
      {
        ...baseContainer(pod),
        name: "kong",
        ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
        resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "1Gi" } },
        startupProbe: { httpGet: { path: "/status", port: "status" }, periodSeconds: 5, failureThreshold: 24 },
        readinessProbe: { httpGet: { path: "/status/ready", port: "status" }, periodSeconds: 5, failureThreshold: 3 },
        livenessProbe: { httpGet: { path: "/status", port: "status" }, periodSeconds: 10, failureThreshold: 3 },
        // The preStop hook waits until the load balancer has deregistered the pod.
        lifecycle: { preStop: { exec: { command: ["/bin/sh", "-c", "sleep 15 && kong quit --wait=15"] } } },
      },
    ],
  };
}

/** Specification of the migration pod; each step can be repeated. */
export function migrationPod(pod: KongPod): PodSpec {
  const steps = ["migrations bootstrap", "migrations up", "migrations finish", "config db_import /etc/kong/kong.yml"];
  const [last = "", ...before] = steps.toReversed();
  const step = (command: string): Container => ({
    ...baseContainer(pod),
    name: command.split(" ").slice(0, 2).join("-").replace("_", "-"),
    args: ["kong", ...command.split(" ")],
    resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "512Mi" } },
  });
  return {
    ...basePod(pod),
    restartPolicy: "OnFailure",
    initContainers: before.toReversed().map(step),
    containers: [step(last)],
  };
}

function basePod({ mode, configMap, secret }: KongPod): Omit<PodSpec, "containers"> {
  return {
    serviceAccountName: "kong",
    automountServiceAccountToken: false,
    securityContext: podSecurity(1000),
    volumes: [
      { name: "prefix", emptyDir: { sizeLimit: "256Mi" } },
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
      { name: "config", configMap: { name: configMap } },
      ...(mode.kind === "postgres" ? [{ name: "database", secret: { secretName: secret } }] : []),
    ],
  };
}

function baseContainer({ mode, trustedCidrs, samplingRate }: KongPod): Omit<Container, "name"> {
  const settings: Record<string, pulumi.Input<string>> = {
    ...serverSettings(trustedCidrs),
    ...(samplingRate !== undefined && {
      KONG_TRACING_INSTRUMENTATIONS: "all",
      KONG_TRACING_SAMPLING_RATE: String(samplingRate),
    }),
    ...databaseSettings(mode),
  };
  return {
    image,
    env: Object.entries(settings).map(([name, value]) => ({ name, value })),
    securityContext: containerSecurity,
    volumeMounts: [
      { name: "prefix", mountPath: "/kong_prefix" },
      { name: "tmp", mountPath: "/tmp" },
      { name: "config", mountPath: "/etc/kong/kong.yml", subPath: "kong.yml", readOnly: true },
      ...(mode.kind === "postgres" ? [{ name: "database", mountPath: "/run/secrets/kong", readOnly: true }] : []),
    ],
  };
}

function serverSettings(trustedCidrs: readonly string[]) {
  return {
    KONG_PREFIX: "/kong_prefix",
    KONG_PROXY_LISTEN: `0.0.0.0:${ports.proxy}, 0.0.0.0:${ports["proxy-tls"]} http2 ssl`,
    KONG_ADMIN_LISTEN: `0.0.0.0:${ports.admin}, 0.0.0.0:${ports["admin-tls"]} http2 ssl`,
    KONG_STATUS_LISTEN: `0.0.0.0:${ports.status}`,
    KONG_ADMIN_GUI_LISTEN: "off",
    KONG_PROXY_ACCESS_LOG: "/dev/stdout",
    KONG_ADMIN_ACCESS_LOG: "/dev/stdout",
    KONG_PROXY_ERROR_LOG: "/dev/stderr",
    KONG_ADMIN_ERROR_LOG: "/dev/stderr",
    KONG_NGINX_WORKER_PROCESSES: "2",
    KONG_ANONYMOUS_REPORTS: "off",
    // Hides the Server and Via headers.
    KONG_HEADERS: "off",
    KONG_REAL_IP_HEADER: "X-Forwarded-For",
    KONG_REAL_IP_RECURSIVE: "on",
    KONG_TRUSTED_IPS: trustedCidrs.join(","),
  };
}

/** Kong reads declarative configuration only without a database; user name and password are mounted as files. */
function databaseSettings(mode: KongMode): Record<string, pulumi.Input<string>> {
  if (mode.kind === "dbless") return { KONG_DATABASE: "off", KONG_DECLARATIVE_CONFIG: "/etc/kong/kong.yml" };
  return {
    KONG_DATABASE: "postgres",
    KONG_PG_HOST: mode.host,
    KONG_PG_PORT: String(mode.port),
    KONG_PG_DATABASE: mode.database,
    KONG_PG_USER_FILE: "/run/secrets/kong/username",
    KONG_PG_PASSWORD_FILE: "/run/secrets/kong/password",
    KONG_PG_SSL: "on",
    KONG_PG_SSL_REQUIRED: "on",
  };
}
