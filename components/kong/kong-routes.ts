import type * as pulumi from "@pulumi/pulumi";

/** Where Kong sends requests, and what it does with them on the way. */
export interface KongRoute {
  /** URL of the upstream, for example http://automatrix.auterity.svc.cluster.local:8000. */
  upstream: pulumi.Input<string>;
  /** Prefixes of the paths that go there. */
  paths: readonly string[];
  /** Host names that go there; none means all. @default [] */
  hosts?: readonly string[];
  /** Whether the prefix is taken off before the upstream sees the path. */
  stripPath: boolean;
  /** Requests that one client, known by its address or by its token, may make on each replica. @default none */
  rateLimit?: {
    /** Requests a minute. */
    perMinute: number;
    /** What identifies a client: its IP address, or its Authorization header. */
    by: "ip" | "token";
  };
  /** Whether a request needs a token of the user directory. */
  authenticated: boolean;
  /** Origins of the browsers that may call. @default none */
  cors?: {
    /** Origins that may call, for example https://app.example.com. */
    origins: readonly string[];
    /** Whether browsers send cookies and authorization headers. */
    credentials: boolean;
  };
  /** The largest body in MiB. @default 10 */
  maxBodyMiB?: number;
}

/** Routes by name. */
export type KongRoutes = Readonly<Record<string, KongRoute>>;

/** Who signs the tokens: a user pool of Cognito, and its public keys. */
export interface TokenIssuer {
  /** PEM of each public key, by its key ID (kid), as <issuer>/.well-known/jwks.json lists them; without any, no token is good. */
  publicKeys: Readonly<Record<string, string>>;
}

/** What every request gets, whatever its route. */
export interface KongObservation {
  /** URL that takes traces over OTLP/HTTP, for example http://collector.monitoring:4318/v1/traces. @default none */
  tracesEndpoint?: string;
  /** Name of Kong in traces. */
  serviceName: string;
  /** Share of requests that are traced, 0 to 1. */
  samplingRate: number;
}

/** Kong's declarative configuration: what is in /etc/kong/kong.yml, as an object. */
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
    // The key ID picks the public key, for a user pool signs access and ID tokens with different ones.
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

/** Every token belongs to the one consumer that stands for the user directory: by consumer, all users would share one limit. */
function client(by: "ip" | "token") {
  return by === "ip" ? { limit_by: "ip" } : { limit_by: "header", header_name: "Authorization" };
}
