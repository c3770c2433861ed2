import { container, deployment } from "./objects.ts";
import type { Refused } from "./refused.ts";

const pod = "spec.template.spec";
const first = `${pod}.containers[0]`;
const probe = { httpGet: { path: "/health", port: "http" } };
const twice = { name: "MODE", value: "a" };
const restricted = { "pod-security.kubernetes.io/enforce": "restricted" };
const warned = { "pod-security.kubernetes.io/warn": "restricted" };

export const refusedPods: readonly Refused[] = [
  [
    "a port name of 16 characters",
    deployment({ ports: [{ name: "a".repeat(16), containerPort: 80 }] }),
    `${first}.ports[0].name: Invalid value: `,
  ],
  [
    "a port outside of the range",
    deployment({ ports: [{ containerPort: 65536 }] }),
    `${first}.ports[0].containerPort: Invalid value: 65536`,
  ],
  [
    "a port name twice",
    deployment({
      ports: [
        { name: "http", containerPort: 80 },
        { name: "http", containerPort: 81 },
      ],
    }),
    `${first}.ports[1].name: Duplicate value: "http"`,
  ],
  [
    "a probe without a handler",
    deployment({ livenessProbe: {} }),
    `${first}.livenessProbe: Required value: must specify a handler type`,
  ],
  [
    "a limit below its request",
    deployment({ resources: { requests: { cpu: "2" }, limits: { cpu: "1" } } }),
    `${first}.resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1`,
  ],
  [
    "a quantity with an unknown unit",
    deployment({ resources: { requests: { memory: "1GB" } } }),
    "quantities must match the regular expression",
  ],
  [
    "an environment variable without a name",
    deployment({ env: [{ value: "a" }] }),
    `${first}.env[0].name: Required value`,
  ],
  [
    "a mount without a volume",
    deployment({ volumeMounts: [{ name: "data", mountPath: "/data" }] }),
    `${first}.volumeMounts[0].name: Not found: "data"`,
  ],
  [
    "a mount path twice",
    deployment(
      {
        volumeMounts: [
          { name: "a", mountPath: "/tmp" },
          { name: "a", mountPath: "/tmp" },
        ],
      },
      { volumes: [{ name: "a", emptyDir: {} }] },
    ),
    `${first}.volumeMounts[1].mountPath: Invalid value: "/tmp": must be unique`,
  ],
  [
    "a container twice",
    deployment({}, { containers: [container, container] }),
    `${pod}.containers[1].name: Duplicate value: "api"`,
  ],
  [
    "a selector that its template does not match",
    { ...deployment(), spec: { ...deployment().spec, selector: { matchLabels: { app: "web" } } } },
    "spec.template.metadata.labels: Invalid value",
  ],
  [
    "a pod that its namespace's standard forbids",
    deployment({ securityContext: {} }),
    'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
    { namespaceLabels: restricted },
  ],
  [
    "an environment variable twice",
    deployment({ env: [twice, twice] }),
    `warning: ${first}.env[1]: hides previous definition of "MODE"`,
  ],
  [
    "a pod that its namespace's standard warns of",
    deployment({ securityContext: {} }),
    'warning: violates PodSecurity "restricted:latest"',
    { namespaceLabels: warned },
  ],
  ["a requested fraction of a byte", deployment({ resources: { requests: { memory: "128m" } } }), "warning: "],
  [
    "a node label that is deprecated",
    deployment({}, { nodeSelector: { "beta.kubernetes.io/os": "linux" } }),
    `warning: ${pod}.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14`,
  ],
  [
    "a liveness probe that wants two successes",
    deployment({ livenessProbe: { ...probe, successThreshold: 2 } }),
    `${first}.livenessProbe.successThreshold: Invalid value: 2`,
  ],
];
