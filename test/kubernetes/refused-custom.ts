import { binding, custom, externalSecret, nodePool, spot } from "./objects.ts";
import type { Refused } from "./refused.ts";

export const refusedCustom: readonly Refused[] = [
  [
    "an unknown version of a custom resource",
    custom("velero.io/v0", "Schedule", {}),
    'no matches for kind "Schedule" in version "velero.io/v0"',
  ],
  [
    "an unknown field of a custom resource",
    custom("external-secrets.io/v1", "ExternalSecret", { ...externalSecret, refreshinterval: "1h" }),
    'unknown field "spec.refreshinterval"',
  ],
  [
    "a missing field of a custom resource",
    custom("external-secrets.io/v1", "ExternalSecret", { ...externalSecret, data: [{ secretKey: "url" }] }),
    "spec.data[0].remoteRef: Required value",
  ],
  [
    "a wrong type in a custom resource",
    custom("velero.io/v1", "Schedule", { schedule: 3, template: {} }),
    'spec.schedule: Invalid value: "integer": spec.schedule in body must be of type string',
  ],
  [
    "a CEL rule of a custom resource",
    nodePool([{ ...spot, values: [] }]),
    "requirements with operator 'In' must have a value defined",
  ],
  [
    "a pattern of a custom resource",
    nodePool([spot], { expireAfter: "30 days" }),
    'spec.template.spec.expireAfter: Invalid value: "30 days"',
  ],
  [
    "a value outside of an enumeration",
    custom("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", { ...binding, targetType: "lambda" }),
    'spec.targetType: Unsupported value: "lambda"',
  ],
  [
    "an unknown field of a written definition",
    custom("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", { ...binding, targetGroupArn: "arn" }),
    'unknown field "spec.targetGroupArn"',
  ],
  [
    "an unknown field of a collector",
    custom("opentelemetry.io/v1beta1", "OpenTelemetryCollector", {
      config: { receivers: {}, exporters: {}, service: { pipelines: {} } },
      imagee: "a",
    }),
    "/spec/imagee is not a field",
  ],
  [
    "a deprecated API version",
    {
      apiVersion: "policies.kyverno.io/v1alpha1",
      kind: "ValidatingPolicy",
      metadata: { name: "api" },
      spec: { validations: [{ expression: "true" }] },
    },
    "warning: policies.kyverno.io/v1alpha1 ValidatingPolicy is deprecated",
  ],
];
