/** Engine versions that the platform runs, each with the day its standard support ends. One place to look when a date comes near. */

/** Kubernetes minors that EKS offers under standard support, newest last (AWS: Amazon EKS Kubernetes release calendar). */
export const kubernetes = {
  "1.35": { standardSupportEnds: "2027-03-27" },
  "1.36": { standardSupportEnds: "2027-08-02" },
} as const;
export type KubernetesVersion = keyof typeof kubernetes;

/** PostgreSQL majors of RDS and Aurora (AWS: release calendar of RDS for PostgreSQL). Minors are AWS's to pick. */
export const postgres = {
  "15": { standardSupportEnds: "2028-02-29" },
  "16": { standardSupportEnds: "2029-02-28" },
  "17": { standardSupportEnds: "2030-02-28" },
  "18": { standardSupportEnds: "2031-02-28" },
} as const;
export type PostgresVersion = keyof typeof postgres;

/** ElastiCache engines: the version and the parameter group family that goes with it. */
export const cacheEngines = {
  valkey: { version: "8.2", family: "valkey8" },
  redis: { version: "7.1", family: "redis7" },
} as const;
export type CacheEngine = keyof typeof cacheEngines;

/**
 * Builds of the EKS add-ons that go with each Kubernetes minor.
 * Every build was seen running with its minor in public repositories of August and September 2026; that none is newer today is assumed.
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
export type Addon = keyof (typeof addons)[KubernetesVersion];

/**
 * Builds of the EKS add-ons that a cluster may have besides, each for both minors: ADOT v0.151.0 is announced for EKS 1.31 to 1.36,
 * and cert-manager v1.20.2 is of a line that supports them. That no build is newer today is assumed.
 */
export const optionalAddons = {
  "cert-manager": "v1.20.2-eksbuild.3",
  adot: "v0.151.0-eksbuild.1",
} as const satisfies Record<string, string>;
export type OptionalAddon = keyof typeof optionalAddons;

/** OpenSearch versions that new domains run; 3.5 is the newest, 2.19 the last of its major (AWS: engine support schedule). */
export const openSearch = {
  "2.19": { standardSupportEnds: "2027-11-07" },
  "3.5": { standardSupportEnds: "not announced" },
} as const;
export type OpenSearchVersion = keyof typeof openSearch;

/** RabbitMQ minors that Amazon MQ offers for new brokers; patches are its own to pick. 4.2 runs on m7g instances only. */
export const rabbitMq = {
  "4.2": { standardSupportEnds: "not announced" },
} as const;
export type RabbitMqVersion = keyof typeof rabbitMq;

/** The build of code-server that bastions run, and the SHA-256 of its archive for linux-amd64. */
export const codeServer = {
  version: "4.139.1",
  sha256: "53029be6c5781b7bca49b815fcc9a2a3fc111813ad8c9965b2c0f0d2985a0674",
} as const;
