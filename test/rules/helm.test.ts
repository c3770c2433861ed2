import assert from "node:assert/strict";
import type { Props } from "../../policy-pack/checks/rule.ts";
import { everyFinding } from "../../policy-pack/engine/evaluate.ts";

function said(rule: string, type: string, props: Props): string {
  const found = everyFinding({ type: `kubernetes:${type}`, name: "x", urn: "x", props }, "prod");
  return found.find((each) => each.rule === rule)?.verdict ?? "pass";
}

describe("Helm releases of add-ons", () => {
  const release = (rule: string, props: Props) => said(rule, "helm.sh/v3:Release", props);

  it("come from the publishers' hosts and registries", () => {
    const from = (repo: string) => release("helm-repo-trusted", { chart: "x", repositoryOpts: { repo } });
    for (const repo of [
      "https://kubernetes-sigs.github.io/metrics-server/",
      "https://helm.datadoghq.com",
      "oci://registry-1.docker.io/bitnamicharts",
      "oci://ghcr.io/prometheus-community/charts",
    ])
      assert.equal(from(repo), "pass", repo);
    for (const repo of ["https://somebody.github.io/charts", "oci://ghcr.io/somebody/charts", "http://helm.elastic.co"])
      assert.equal(from(repo), "fail", repo);
  });

  it("may name an existing Secret", () => {
    const values = (of: Props) => release("helm-values-clean", { values: of });
    assert.equal(values({ datadog: { apiKeyExistingSecret: "datadog" } }), "pass");
    assert.equal(values({ gateway: { tlsSecret: "gateway-tls", imagePullSecret: "registry" } }), "pass");
    assert.equal(values({ datadog: { apiKey: "0123456789abcdef0123456789abcdef" } }), "fail");
  });
});

describe("secrets", () => {
  it("may be in Secrets and not in ConfigMaps", () => {
    const password = { password: "hunter2" };
    assert.equal(said("no-plaintext-secret", "core/v1:Secret", { stringData: password }), "pass");
    assert.equal(said("no-plaintext-secret", "core/v1:ConfigMap", { data: password }), "fail");
  });

  it("are not values that disable a password", () => {
    const env = (name: string, value: string) =>
      said("k8s-no-literal-secret-env", "core/v1:Pod", { spec: { containers: [{ env: [{ name, value }] }] } });
    assert.equal(env("MYSQL_RANDOM_ROOT_PASSWORD", "yes"), "pass");
    assert.equal(env("MYSQL_ROOT_PASSWORD", "hunter2"), "fail");
  });

  it("may not be in arguments or configuration files", () => {
    const run = (argument: string) =>
      said("k8s-no-literal-secret-env", "core/v1:Pod", { spec: { containers: [{ args: [argument] }] } });
    assert.equal(run("--db-password=hunter2"), "fail");
    assert.equal(run("--db-password=$(DB_PASSWORD)"), "pass");
    assert.equal(run("--password-file=/run/secrets/password"), "pass");
    assert.equal(run("--webhook-secret=webhook"), "pass");
    const file = (name: string, content: string) =>
      said("k8s-no-literal-secret-env", "core/v1:ConfigMap", { data: { [name]: content } });
    assert.equal(file("application.yaml", "db:\n  user: app\n  password: hunter2\n"), "fail");
    assert.equal(file("db.properties", "db.user=app\ndb.password = hunter2\n"), "fail");
    assert.equal(file("application.yaml", "db:\n  password: $(DB_PASSWORD)\n  secret: db\n"), "pass");
    assert.equal(file("application.yaml", "# password: hunter2\npasswordFile: /run/secrets/db\n"), "pass");
    assert.equal(file("start.js", "  password: config.password,\n"), "pass");
    assert.equal(
      said("k8s-no-literal-secret-env", "core/v1:ConfigMap", { data: { "db.password": "hunter2" } }),
      "fail",
    );
  });
});
