import type * as pulumi from "@pulumi/pulumi";
import type { KongObservation, KongRoutes, TokenIssuer } from "./kong-routes.ts";

/**
 * Where Kong keeps its routes: in a file that every replica reads, or in a database of its own, into which the same routes
 * are put; one that is taken out of the table stays in the database until somebody deletes it there.
 */
export type KongMode =
  | {
      /** Declarative configuration without a database. */
      kind: "dbless";
    }
  | {
      /** Configuration in PostgreSQL. */
      kind: "postgres";
      /** Host name of the database server; its security group admits the cluster. */
      host: pulumi.Input<string>;
      /** Port of the database server. */
      port: number;
      /** Database that is Kong's alone. */
      database: string;
      /** ARN or name of the secret in Secrets Manager whose JSON holds username and password of the database's owner; Kong reads them when it starts, so that no rotation may change them. */
      secretName: pulumi.Input<string>;
      /** ClusterSecretStore that reads the secret. */
      secretStore: pulumi.Input<string>;
    };

export interface KongArgs {
  /** Where routes are kept. */
  mode: KongMode;
  /** Where requests go, by the name of the route. */
  routes: KongRoutes;
  /** Who signs tokens. */
  issuer: TokenIssuer;
  /** Traces of the requests; metrics and correlation IDs are always on. */
  observation: KongObservation;
  /** Pods that serve. */
  replicas: number;
  /** Networks of the load balancer, which says who the client is. */
  trustedCidrs: readonly string[];
  /** Namespaces of the upstreams and the collector; Kong reaches no others. */
  upstreamNamespaces: readonly string[];
  /** ARN of the load balancer's target group, and the port that its route names. */
  target: {
    /** ARN of the target group. */
    targetGroupArn: pulumi.Input<string>;
    /** Port of the proxy: 8000 for HTTP, 8443 for HTTPS. */
    port: 8000 | 8443;
  };
}
