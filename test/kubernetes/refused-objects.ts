import { configMap, container, deployment, service, statefulSet } from "./objects.ts";
import type { Refused } from "./refused.ts";

export const refusedObjects: readonly Refused[] = [
  ["an unknown field", service({ ports: [{ port: 80, targetport: 80 }] }), 'unknown field "spec.ports[0].targetport"'],
  ["a missing field", service({}), "spec.ports: Required value"],
  ["an unknown kind", { ...service({}), kind: "Servise" }, 'no matches for kind "Servise" in version "v1"'],
  ["no kind", { apiVersion: "v1" }, "apiVersion and kind must be set"],
  [
    "a wrong type",
    service({ ports: [{ port: "80" }] }),
    "cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32",
  ],
  [
    "a name that is no DNS name",
    { ...configMap({}), metadata: { name: "Api_1" } },
    'metadata.name: Invalid value: "Api_1"',
  ],
  ["no name", { ...configMap({}), metadata: {} }, "metadata.name: Required value: name or generateName is required"],
  [
    "a label value of 64 characters",
    { ...configMap({}), metadata: { name: "api", labels: { app: "a".repeat(64) } } },
    "metadata.labels: Invalid value: ",
  ],
  [
    "a port of a Service twice",
    service({
      ports: [
        { name: "a", port: 80 },
        { name: "b", port: 80 },
      ],
    }),
    "spec.ports[1]: Duplicate value",
  ],
  [
    "a time zone that does not exist",
    {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "api" },
      spec: {
        schedule: "0 3 * * *",
        timeZone: "Mars/Base",
        jobTemplate: { spec: { template: { spec: { restartPolicy: "Never", containers: [container] } } } },
      },
    },
    'spec.timeZone: Invalid value: "Mars/Base"',
  ],
  [
    "a rule for a port range that ends before it begins",
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "api" },
      spec: { podSelector: {}, egress: [{ ports: [{ port: 90, endPort: 80 }] }] },
    },
    "spec.egress[0].ports[0].endPort: Invalid value: 90",
  ],
  [
    "a budget with two bounds",
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "api" },
      spec: { selector: {}, minAvailable: 1, maxUnavailable: 1 },
    },
    "minAvailable and maxUnavailable cannot be both set",
  ],
  [
    "a standard that does not exist",
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "strict" } },
    },
    'metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict"',
  ],
];

/** Objects that are right, and cannot take the place of the one in the cluster. */
export const refusedChanges: readonly Refused[] = [
  [
    "new data of an immutable ConfigMap",
    configMap({ a: "2" }, { immutable: true }),
    "data: Forbidden: field is immutable when `immutable` is set",
    { old: configMap({ a: "1" }, { immutable: true }) },
  ],
  [
    "a new selector of a Deployment",
    {
      ...deployment(),
      spec: {
        ...deployment().spec,
        selector: { matchLabels: { tier: "web" } },
        template: { ...deployment().spec.template, metadata: { labels: { tier: "web" } } },
      },
    },
    "spec.selector: Invalid value: ",
    { old: deployment() },
  ],
  [
    "a bigger volume of a StatefulSet",
    statefulSet("2Gi"),
    "spec: Forbidden: updates to statefulset spec for fields other than",
    { old: statefulSet("1Gi") },
  ],
];
