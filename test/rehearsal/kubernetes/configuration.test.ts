import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type * as Proto from "@pulumi/pulumi/proto/provider_pb.js";
import { configured } from "../../../rehearsal/kubernetes/configuration.ts";

const { ConfigureRequest }: typeof Proto = createRequire(import.meta.url)("@pulumi/pulumi/proto/provider_pb.js");

/** What the provider is told, of what the engine says. */
function told(variables: Record<string, string>): Record<string, string> {
  const request = new ConfigureRequest();
  for (const [key, value] of Object.entries(variables))
    request.getVariablesMap().set(`kubernetes:config:${key}`, value);
  const message = configured(Buffer.from(request.serializeBinary()), ["kind-platform", "other"]);
  return Object.fromEntries(ConfigureRequest.deserializeBinary(message).getVariablesMap().getEntryList());
}

const kubeconfig = (server: string) => JSON.stringify({ clusters: [{ name: "main", cluster: { server } }] });
const endpoint = "https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com";

describe("the configuration of the real Kubernetes provider", () => {
  it("keeps a context of the rehearsal, and every other setting", () => {
    const given = { context: "kind-platform", enableServerSideApply: "true" };
    assert.deepEqual(told(given), {
      "kubernetes:config:context": "kind-platform",
      "kubernetes:config:enableServerSideApply": "true",
    });
  });

  it("loses the kubeconfig of a cluster that only the offline account has", () => {
    assert.deepEqual(told({ kubeconfig: kubeconfig(endpoint) }), {});
  });

  it("refuses a context that the rehearsal did not make", () => {
    assert.throws(
      () => told({ context: "production" }),
      /^Error: context must be kind-platform or other, got production: --kubernetes reaches only the cluster that it started$/,
    );
  });

  for (const [what, given, named] of [
    ["of another server", kubeconfig("https://10.0.0.1:6443"), "https://10.0.0.1:6443"],
    ["of a server of this machine", kubeconfig("https://127.0.0.1:6443"), "https://127.0.0.1:6443"],
    ["in YAML", "clusters:\n- cluster:\n    server: https://example.com\n", "https://example.com"],
    ["with one server of the account and one other", `${kubeconfig(endpoint)}${kubeconfig("https://b")}`, "https://b"],
    ["as a path", "/home/user/.kube/config", "no server"],
  ] as const) {
    it(`refuses a kubeconfig ${what}, and names the server alone`, () => {
      assert.throws(
        () => told({ kubeconfig: given }),
        ({ message }: Error) => message.startsWith("kubeconfig must name an EKS cluster") && message.includes(named),
      );
    });
  }
});
