import type * as pulumi from "@pulumi/pulumi";

/** A route of Kong with its upstream and plugins. */
export interface KongRoute {
  /** URL of the upstream, for example http://automatrix.auterity.svc.cluster.local:8000. */
  upstream: pulumi.Input<string>;
  /** Path prefixes of the route. */
  paths: readonly string[];
  /** Host names of the route; all without any. @default [] */
  hosts?: readonly string[];
  /** Whether the path prefix is removed before the request is forwarded. */
  stripPath: boolean;
  /** Rate limit per client and replica. @default none */
  rateLimit?: {
    /** Requests a minute. */
    perMinute: number;
    /** What identifies a client: its IP address, or its Authorization header. */
    by: "ip" | "token";
  };
  /** Whether requests need a token of the user pool. */
  authenticated: boolean;
  /** CORS. @default none */
  cors?: {
    /** Origins that may call, for example https://app.example.com. */
    origins: readonly string[];
    /** Whether browsers send cookies and authorization headers. */
    credentials: boolean;
  };
  /** Maximum size of a request body in MiB. @default 10 */
  maxBodyMiB?: number;
}

/** Routes by name. */
export type KongRoutes = Readonly<Record<string, KongRoute>>;

/** Issuer of the tokens: a Cognito user pool with its public keys. */
export interface TokenIssuer {
  /** Public keys in PEM by key ID (kid), from <issuer>/.well-known/jwks.json; without any every token is rejected. */
  publicKeys: Readonly<Record<string, string>>;
}

/** Tracing of all routes. */
export interface KongObservation {
  /** URL of the OTLP/HTTP traces endpoint, for example http://collector.monitoring:4318/v1/traces. @default none */
  tracesEndpoint?: string;
  /** Service name in traces. */
  serviceName: string;
  /** Share of traced requests, 0 to 1. */
  samplingRate: number;
}

/** Kong's declarative configuration (kong.yml) as object. */
export function declarativeConfig(routes: KongRoutes, issuer: TokenIssuer, observation: KongObservation) {
  return {
    _format_version: "3.0",
    _transform: true,
    plugins: globalPlugins(observation),
    services: Object.entries(routes).map(([name, route]) => ({
      name,
      url: route.upstream,
      routes: [
        {
          name,
          paths: [...route.paths],
          ...(route.hosts?.length && { hosts: [...route.hosts] }),
          strip_path: route.stripPath,
          protocols: ["http", "https"],
        },
      ],
      plugins: routePlugins(route),
    })),
    consumers: [
      {
        username: "user-directory",
        jwt_secrets: Object.entries(issuer.publicKeys).map(([key, rsa_public_key]) => ({
          key,
          algorithm: "RS256",
          rsa_public_key,
        })),
      },
    ],
  };
}

interface Plugin {
  name: string;
  config: Readonly<Record<string, unknown>>;
}

function globalPlugins({ tracesEndpoint, serviceName, samplingRate }: KongObservation): Plugin[] {
  return [
    {
      name: "correlation-id",
      config: { header_name: "X-Correlation-ID", generator: "uuid", echo_downstream: true },
    },
    {
      name: "prometheus",
      config: {
        status_code_metrics: true,
        latency_metrics: true,
        bandwidth_metrics: true,
        upstream_health_metrics: true,
        per_consumer: false,
      },
    },
    ...(tracesEndpoint === undefined
      ? []
      : [
          {
            name: "opentelemetry",
            config: {
              traces_endpoint: tracesEndpoint,
              sampling_rate: samplingRate,
              resource_attributes: { "service.name": serviceName },
            },
          },
        ]),
  ];
}

function routePlugins({ rateLimit, authenticated, cors, maxBodyMiB = 10 }: KongRoute): Plugin[] {
  return [
    {
      name: "request-size-limiting",
      config: { allowed_payload_size: maxBodyMiB, size_unit: "megabytes", require_content_length: false },
    },
    // The key ID selects the public key, since a user pool signs access tokens and ID tokens with different keys.
    ...(authenticated
      ? [
          {
            name: "jwt",
            config: {
              key_claim_name: "kid",
              claims_to_verify: ["exp"],
              maximum_expiration: 86400,
              run_on_preflight: false,
              cookie_names: [],
              uri_param_names: [],
            },
          },
        ]
      : []),
    ...(rateLimit === undefined
      ? []
      : [
          {
            name: "rate-limiting",
            config: { minute: rateLimit.perMinute, ...client(rateLimit.by), policy: "local", fault_tolerant: true },
          },
        ]),
    ...(cors === undefined
      ? []
      : [
          {
            name: "cors",
            config: {
              origins: [...cors.origins],
              credentials: cors.credentials,
              methods: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
              headers: ["Authorization", "Content-Type", "X-Correlation-ID"],
              exposed_headers: ["X-Correlation-ID"],
              max_age: 3600,
            },
          },
        ]),
  ];
}

/** All tokens belong to one consumer, so a limit by consumer would be shared by all users. */
function client(by: "ip" | "token") {
  return by === "ip" ? { limit_by: "ip" } : { limit_by: "header", header_name: "Authorization" };
}
