import type { Callee, Caller } from "./network-peers.ts";

/** Pod Security Standard of a namespace: restricted, or a less strict one with a reason. */
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

/** Ingress or egress of all pods of a namespace. */
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

/** Network policies by name. */
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

/** Arguments of Namespace. */
export interface NamespaceArgs {
  /** Name of the namespace; the namespace default is updated, not created. */
  namespaceName: string;
  /** Pod Security Standard that is enforced; violations of restricted are warned of and audited in any case. */
  podSecurity: PodSecurity;
  /** Resource quota of all pods together, including the surge of rolling updates. */
  quota: Share & {
    /** Highest number of pods. */
    pods: number;
  };
  /** Default requests and limits of containers. @default { cpu: { request: 0.1, limit: 0.5 }, memory: { request: 128, limit: 256 } } */
  containerDefaults?: Share;
  /** Network policies of all pods, by name; without any the pods can connect only to the cluster's DNS. @default {} */
  openings?: Openings;
}
