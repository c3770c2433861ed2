import type * as pulumi from "@pulumi/pulumi";
import type { KongObservation, KongRoutes, TokenIssuer } from "./kong-routes.ts";

/**
 * Mode of Kong: declarative configuration in a file, or in a PostgreSQL database, into which the same routes are imported;
 * a route that is removed here stays in the database until it is deleted there.
 */
export type KongMode =
  | {
      /** Declarative configuration without a database. */
      kind: "dbless";
    }
  | {
      /** Configuration in PostgreSQL. */
      kind: "postgres";
      /** Host name of the database; its security group must allow the cluster. */
      host: pulumi.Input<string>;
      /** Port of the database server. */
      port: number;
      /** Name of the database, used by Kong only. */
      database: string;
      /** ARN or name of the Secrets Manager secret with username and password of the database's owner; Kong reads them at start, so the secret must not rotate. */
      secretName: pulumi.Input<string>;
      /** ClusterSecretStore that reads the secret. */
      secretStore: pulumi.Input<string>;
    };

/** Arguments of Kong. */
export interface KongArgs {
  /** Mode of Kong. */
  mode: KongMode;
  /** Routes by name. */
  routes: KongRoutes;
  /** Issuer of the tokens. */
  issuer: TokenIssuer;
  /** Traces of requests; metrics and correlation IDs are always on. */
  observation: KongObservation;
  /** Number of pods. */
  replicas: number;
  /** CIDR blocks of the load balancer, from which X-Forwarded-For is trusted. */
  trustedCidrs: readonly string[];
  /** Namespaces of the upstreams and the collector; egress to others is denied. */
  upstreamNamespaces: readonly string[];
  /** Target group of the load balancer. */
  target: {
    /** ARN of the target group. */
    targetGroupArn: pulumi.Input<string>;
    /** Port of the proxy: 8000 for HTTP, 8443 for HTTPS. */
    port: 8000 | 8443;
  };
}
