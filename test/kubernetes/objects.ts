/** A container that complies with the restricted Pod Security Standard. */
export const container = {
  name: "api",
  image: "registry.example.com/api:1.0.0",
  securityContext: {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  },
};

export function service(spec: object) {
  return { apiVersion: "v1", kind: "Service", metadata: { name: "api", namespace: "shop" }, spec };
}

/** A Deployment whose container and pod have these fields too. */
export function deployment(fields: object = {}, pod: object = {}) {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "api", namespace: "shop" },
    spec: {
      selector: { matchLabels: { app: "api" } },
      template: {
        metadata: { labels: { app: "api" } },
        spec: { containers: [{ ...container, ...fields }], ...pod },
      },
    },
  };
}

export function configMap(data: Readonly<Record<string, string>>, fields: object = {}) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "api", namespace: "shop" }, data, ...fields };
}

export function statefulSet(storage: string) {
  return {
    ...deployment(),
    kind: "StatefulSet",
    spec: {
      ...deployment().spec,
      serviceName: "api",
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } },
        },
      ],
    },
  };
}

/** A custom resource in the namespace of the other objects. */
export function custom(apiVersion: string, kind: string, spec: object) {
  return { apiVersion, kind, metadata: { name: "api", namespace: "shop" }, spec };
}

/** A Karpenter NodePool with a limit, whose requirements and other fields are given. */
export function nodePool(requirements: object[], template: object = {}) {
  const nodeClassRef = { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "general" };
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name: "general" },
    spec: { template: { spec: { nodeClassRef, requirements, ...template } } },
  };
}

export const externalSecret = {
  secretStoreRef: { name: "store" },
  data: [{ secretKey: "url", remoteRef: { key: "api" } }],
};

export const binding = { serviceRef: { name: "api", port: 80 }, targetGroupARN: "arn", targetType: "ip" };

/** A requirement of a NodePool. */
export const spot = { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] };
