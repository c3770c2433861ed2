import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { DatabaseUsers } from "../../../components/addons/database-users.ts";
import { at, deploy } from "../../harness.ts";
import { home, kmsKeyArn, standing, statements } from "./ground.ts";

const secretArn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-1";
const program = (users: readonly string[] = ["application", "reports"]) => {
  const { cluster, opts } = standing();
  const master = {
    endpoint: pulumi.output("main.cluster.example.com"),
    database: "orders",
    username: "orders_owner",
    secretArn: pulumi.output(secretArn),
  };
  const databases = { main: { master, port: 5432, users } };
  return new DatabaseUsers(
    "database-users",
    { account: home, cluster, kmsKeyArn, cidrBlocks: ["10.0.21.0/24"], databases },
    opts,
  );
};

describe("DatabaseUsers", () => {
  it("RC-B2: runs a Job for each database as its master user, with SQL that names every user", async () => {
    const { one } = await deploy(() => void program());
    const job = one(kubernetes.batch.v1.Job);
    const environment: { name: string; value: string }[] = JSON.parse(
      JSON.stringify(at(job, "spec.template.spec.containers.0.env")),
    );
    const variables = new Map(environment.map(({ name, value }) => [name, value]));
    assert.deepEqual(
      ["PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGSSLMODE"].map((name) => variables.get(name)),
      ["main.cluster.example.com", "5432", "orders", "orders_owner", "require"],
    );
    for (const user of ["application", "reports"]) {
      assert.match(String(variables.get("USERS_SQL")), new RegExp(`CREATE ROLE "${user}" LOGIN`));
      assert.match(String(variables.get("USERS_SQL")), new RegExp(`GRANT rds_iam TO "${user}"`));
    }
    assert.ok(!variables.has("PGPASSWORD"));
    assert.equal(at(job, "metadata.name"), undefined);
  });

  it("RC-B2: takes the password from Secrets Manager into memory, whatever characters it has", async () => {
    const { one } = await deploy(() => void program());
    const job = one(kubernetes.batch.v1.Job);
    assert.deepEqual(at(job, "spec.template.spec.volumes.0.emptyDir"), { medium: "Memory", sizeLimit: "1Mi" });
    const command = String(at(job, "spec.template.spec.containers.0.command.2"));
    const folder = mkdtempSync(path.join(tmpdir(), "master-"));
    const password = `a\\b"c<:~#$'{}\``;
    writeFileSync(
      path.join(folder, "secret"),
      JSON.stringify({ username: "orders_owner", password, engine: "postgres" }),
    );
    const only = command.split(" && ").slice(0, 2).join(" && ").replaceAll("/run/master", folder);
    const read = execFileSync("sh", ["-c", `${only} && printf %s "$PGPASSWORD"`], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    assert.equal(read, password);
  });

  it("RC-B2: may read the master's secret and connect to the databases' subnets, and nothing else of its own", async () => {
    const { one } = await deploy(() => void program());
    const role = statements(one(aws.iam.RolePolicy));
    assert.deepEqual(role["secretsmanager:GetSecretValue"]?.["Resource"], [secretArn]);
    assert.deepEqual(role["kms:Decrypt"]?.["Condition"], {
      StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" },
    });
    assert.deepEqual(at(one(kubernetes.networking.v1.NetworkPolicy, "database-users-databases"), "spec.egress"), [
      { to: [{ ipBlock: { cidr: "10.0.21.0/24" } }], ports: [{ protocol: "TCP", port: 5432 }] },
    ]);
  });
});
