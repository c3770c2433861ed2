/** Engine versions of the platform with the end of their standard support. */

/** Kubernetes minors in standard support of EKS, newest last (AWS: Amazon EKS Kubernetes release calendar). */
export const kubernetes = {
  "1.35": { standardSupportEnds: "2027-03-27" },
  "1.36": { standardSupportEnds: "2027-08-02" },
} as const;
/** A Kubernetes minor of the table. */
export type KubernetesVersion = keyof typeof kubernetes;

/** PostgreSQL major versions of RDS and Aurora (AWS: release calendar of RDS for PostgreSQL); AWS chooses minor versions. */
export const postgres = {
  "15": { standardSupportEnds: "2028-02-29" },
  "16": { standardSupportEnds: "2029-02-28" },
  "17": { standardSupportEnds: "2030-02-28" },
  "18": { standardSupportEnds: "2031-02-28" },
} as const;
/** A PostgreSQL major version of the table. */
export type PostgresVersion = keyof typeof postgres;

/** ElastiCache engines with version and parameter group family. */
export const cacheEngines = {
  valkey: { version: "8.2", family: "valkey8" },
  redis: { version: "7.1", family: "redis7" },
} as const;
/** A cache engine of the table. */
export type CacheEngine = keyof typeof cacheEngines;

/**
 * EKS add-on versions by Kubernetes minor.
 * Each was in use with its minor in public repositories in August and September 2026; a newer one may exist.
 */
export const addons = {
  "1.35": {
    "vpc-cni": "v1.22.4-eksbuild.3",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "kube-proxy": "v1.35.3-eksbuild.21",
    coredns: "v1.13.2-eksbuild.21",
    "aws-ebs-csi-driver": "v1.65.0-eksbuild.1",
    "metrics-server": "v0.9.0-eksbuild.7",
  },
  "1.36": {
    "vpc-cni": "v1.22.4-eksbuild.3",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "kube-proxy": "v1.36.0-eksbuild.25",
    coredns: "v1.14.3-eksbuild.23",
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
    "metrics-server": "v0.9.0-eksbuild.11",
  },
} as const satisfies Record<KubernetesVersion, Record<string, string>>;
/** An EKS add-on of every cluster. */
export type Addon = keyof (typeof addons)[KubernetesVersion];

/**
 * Versions of optional EKS add-ons for both minors: ADOT v0.151.0 is announced for EKS 1.31 to 1.36, and cert-manager v1.20.2
 * supports them as well. A newer one may exist.
 */
export const optionalAddons = {
  "cert-manager": "v1.20.2-eksbuild.3",
  adot: "v0.151.0-eksbuild.1",
} as const satisfies Record<string, string>;
/** An optional EKS add-on. */
export type OptionalAddon = keyof typeof optionalAddons;

/** OpenSearch versions for new domains; 3.5 is the newest, 2.19 the last of its major version (AWS: engine support schedule). */
export const openSearch = {
  "2.19": { standardSupportEnds: "2027-11-07" },
  "3.5": { standardSupportEnds: "not announced" },
} as const;
/** An OpenSearch version of the table. */
export type OpenSearchVersion = keyof typeof openSearch;

/** RabbitMQ minors of Amazon MQ for new brokers; Amazon MQ chooses the patch version, and 4.2 needs m7g instances. */
export const rabbitMq = {
  "4.2": { standardSupportEnds: "not announced" },
} as const;
/** A RabbitMQ minor of the table. */
export type RabbitMqVersion = keyof typeof rabbitMq;

/** Version of code-server on bastions, with the SHA-256 of its linux-amd64 archive. */
export const codeServer = {
  version: "4.139.1",
  sha256: "53029be6c5781b7bca49b815fcc9a2a3fc111813ad8c9965b2c0f0d2985a0674",
} as const;
