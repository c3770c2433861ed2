import assert from "node:assert/strict";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { everyStackFinding } from "../../policy-pack/engine/evaluate.ts";

const made = (type: string, props: Props): StackResource => ({
  type: `kubernetes:${type}`,
  name: "x",
  urn: type,
  props,
});
const service = (name?: string, namespace = "shop") =>
  made("core/v1:Service", { metadata: { namespace, ...(name === undefined ? {} : { name }) }, spec: {} });
const ingress = (backend: Props) =>
  made("networking.k8s.io/v1:Ingress", {
    metadata: { namespace: "shop" },
    spec: { rules: [{ http: { paths: [{ path: "/", backend }] } }] },
  });
const lost = (...resources: StackResource[]) =>
  everyStackFinding(resources, "prod").some(({ rule }) => rule === "stack-k8s-selectors-resolve");

describe("ingresses", () => {
  const web = ingress({ service: { name: "web", port: { number: 80 } } });

  it("refer to Services of the stack, by name and namespace", () => {
    assert.equal(lost(web, service("web")), false);
    assert.equal(lost(web, service("api")), true);
    assert.equal(lost(web, service("web", "other")), true);
    assert.equal(lost(web), true);
  });

  it("may refer to Services with unknown names, or of a Helm release", () => {
    assert.equal(lost(web, service()), false);
    assert.equal(lost(web, made("helm.sh/v3:Release", { namespace: "shop", chart: "web" })), false);
  });

  it("may refer to a resource or an action of the load balancer", () => {
    assert.equal(lost(ingress({ resource: { kind: "Bucket", name: "static" } })), false);
    assert.equal(lost(ingress({ service: { name: "redirect", port: { name: "use-annotation" } } })), false);
  });

  it("need an existing default backend", () => {
    const fallback = made("networking.k8s.io/v1:Ingress", {
      metadata: { namespace: "shop" },
      spec: { defaultBackend: { service: { name: "gone", port: { number: 80 } } } },
    });
    assert.equal(lost(fallback), true);
  });
});
