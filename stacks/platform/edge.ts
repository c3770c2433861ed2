import type { RouteSettings } from "../../components/gateway/route.ts";
import type { EdgeDefinition } from "../../layers/edge.ts";
import type { Size } from "./size.ts";

const target: Pick<RouteSettings, "port" | "protocol" | "targetType" | "health"> = {
  port: 8000,
  protocol: "HTTP",
  targetType: "ip",
  health: {
    path: "/health",
    intervalSeconds: 30,
    timeoutSeconds: 10,
    healthyThreshold: 2,
    unhealthyThreshold: 3,
    matcher: "200",
  },
};

const firewall = { rateLimit: { limit: 1000, windowSeconds: 300 } } as const;

/** The gateway behind CloudFront, the site, and the name that fails over to the second Region. */
export function edge({ retentionDays }: Size): EdgeDefinition {
  const settings = { firewall, accessLogRetentionDays: retentionDays.accessLogs };
  return {
    gateway: {
      ...settings,
      routes: {
        documents: {
          ...target,
          target: "services",
          priority: 100,
          paths: ["/documents", "/documents/*"],
          bodies: "large",
        },
        kong: {
          ...target,
          target: "cluster",
          health: { ...target.health, path: "/status/ready", port: 8100 },
          priority: 200,
          paths: ["/partners", "/partners/*"],
          bodies: "small",
        },
        api: { ...target, target: "cluster", priority: 1000, paths: ["/*"], bodies: "small" },
      },
    },
    cdn: { ...settings, subdomain: "www", reach: { priceClass: "PriceClass_100" } },
    sites: {
      app: { ...settings, subdomain: "app", singlePageApp: true, reach: { priceClass: "PriceClass_100" } },
    },
    queryLog: true,
    failover: { subdomain: "api", healthCheck: { path: "/health" } },
  };
}
