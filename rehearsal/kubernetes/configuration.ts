import { createRequire } from "node:module";
import type * as Proto from "@pulumi/pulumi/proto/provider_pb.js";

// The module's classes are hidden from an import: only its types say that it exports them by name.
const { ConfigureRequest }: typeof Proto = createRequire(import.meta.url)("@pulumi/pulumi/proto/provider_pb.js");

/**
 * The configuration of a provider, for the rehearsal's cluster alone. The kubeconfig of an EKS cluster, which only the offline
 * account has, is taken out, so that the provider reads the rehearsal's; any other one, and any other context, is refused.
 */
export function configured(message: Buffer, contexts: readonly string[]): Buffer {
  const request = ConfigureRequest.deserializeBinary(message);
  const variables = request.getVariablesMap();
  const kubeconfig = variables.get("kubernetes:config:kubeconfig") ?? "";
  const context = variables.get("kubernetes:config:context") ?? "";
  const servers = [...kubeconfig.matchAll(/\bserver"?\s*:\s*"?([^\s",]+)/g)].map(([, server = ""]) => server);
  if (kubeconfig !== "" && (servers.length === 0 || !servers.every(isOfAccount)))
    throw new Error(
      `kubeconfig must name an EKS cluster of the stack, got ${servers.join(", ") || "no server"}: --kubernetes reaches only the cluster that it started`,
    );
  if (context !== "" && !contexts.includes(context))
    throw new Error(
      `context must be ${contexts.join(" or ")}, got ${context}: --kubernetes reaches only the cluster that it started`,
    );
  variables.del("kubernetes:config:kubeconfig");
  variables.del("kubernetes:config:cluster");
  return Buffer.from(request.serializeBinary());
}

/** Whether an address is that of an EKS cluster, as the offline account makes them. */
function isOfAccount(server: string): boolean {
  return /^https:\/\/[0-9A-Fa-f]{32}\.[a-z0-9]+\.[a-z0-9-]+\.eks\.amazonaws\.com(\.cn)?$/.test(server);
}
