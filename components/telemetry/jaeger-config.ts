/** Ports of Jaeger by name. */
export const jaegerPorts = { "otlp-grpc": 4317, query: 16686, metrics: 8888, health: 13133 } as const;

/** Jaeger configuration, with traces in Badger, an embedded database. */
export function jaegerConfig(retentionDays: number): object {
  const everywhere = (port: number) => ({ endpoint: `0.0.0.0:${port}` });
  return {
    service: {
      extensions: ["jaeger_storage", "jaeger_query", "healthcheckv2"],
      pipelines: {
        traces: { receivers: ["otlp"], processors: ["batch"], exporters: ["jaeger_storage_exporter"] },
      },
      telemetry: {
        metrics: {
          level: "normal",
          readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: jaegerPorts.metrics } } } }],
        },
      },
    },
    extensions: {
      healthcheckv2: { use_v2: true, http: everywhere(jaegerPorts.health) },
      jaeger_query: { storage: { traces: "main" }, http: everywhere(jaegerPorts.query) },
      jaeger_storage: {
        backends: {
          main: {
            badger: {
              directories: { keys: "/var/jaeger/keys", values: "/var/jaeger/values" },
              ephemeral: false,
              ttl: { spans: `${retentionDays * 24}h` },
            },
          },
        },
      },
    },
    receivers: { otlp: { protocols: { grpc: everywhere(jaegerPorts["otlp-grpc"]) } } },
    processors: { batch: {} },
    exporters: { jaeger_storage_exporter: { trace_storage: "main" } },
  };
}
