import type { Callee, Caller } from "./network-peers.ts";

/** Pod Security Standard that pods are held to: restricted, or a weaker one with the reason for it. */
export type PodSecurity =
  | {
      /** The restricted standard. */
      level: "restricted";
    }
  | {
      /** A less strict standard. */
      level: "baseline" | "privileged";
      /** Reason for the less strict standard, kept as an annotation of the namespace. */
      reason: string;
    };

/** Traffic of all pods of a namespace. */
export type Opening =
  | {
      /** Ingress to the pods. */
      direction: "in";
      /** Source of the traffic. */
      from: Caller;
      /** TCP port of the pods. */
      port: number;
    }
  | {
      /** Egress of the pods. */
      direction: "out";
      /** Destination of the traffic. */
      to: Callee;
    };

export type Openings = Readonly<Record<string, Opening>>;

/** CPU in vCPU and memory in MiB, as requests and as limits. */
export interface Share {
  /** CPU in vCPU. */
  cpu: {
    /** Requests of the containers. */
    request: number;
    /** Limits of the containers. */
    limit: number;
  };

  /** Memory in MiB. */
  memory: {
    /** Requests of the containers. */
    request: number;
    /** Limits of the containers. */
    limit: number;
  };
}

export interface NamespaceArgs {
  /** Name of the namespace; default, which every cluster has, is taken over as it is. */
  namespaceName: string;
  /** Pod Security Standard that is enforced; what falls short of restricted is warned of and audited in any case. */
  podSecurity: PodSecurity;
  /** The most that all pods together may ask for; the surge of a rollout counts. */
  quota: Share & {
    /** Highest number of pods. */
    pods: number;
  };
  /** What a container gets that asks for nothing. @default { cpu: { request: 0.1, limit: 0.5 }, memory: { request: 128, limit: 256 } } */
  containerDefaults?: Share;
  /** Traffic that all pods may have, by name; without any they reach the cluster's DNS and nothing else. @default {} */
  openings?: Openings;
}
