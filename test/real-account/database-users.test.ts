import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { usesReferenceFaults } from "../../layers/references/stores.ts";
import { dev } from "../../stacks/platform/dev.ts";
import { at, type Deployed, type Registered } from "../harness.ts";
import { waitsFor } from "../stacks/order.ts";
import { deployStack } from "../stacks/origins.ts";
import { onAws } from "./stacks.ts";

interface Statement {
  Action: unknown;
  Resource: unknown;
}

/** What the roles of a stack may sign in to, but for those of proxies: pairs of a resource ID and a user. */
function grants({ of }: Deployed): [id: string, user: string][] {
  const statements = of(aws.iam.RolePolicy).flatMap(
    ({ inputs }): Statement[] => JSON.parse(String(inputs.policy)).Statement,
  );
  return statements
    .filter(({ Action }) => Action === "rds-db:connect")
    .flatMap(({ Resource }) => [Resource].flat())
    .map((resource): [string, string] => {
      const [id = "", user = ""] = String(resource).split(":dbuser:")[1]?.split("/") ?? [];
      return [id, user];
    })
    .filter(([, user]) => user !== "*");
}

/** The SQL that creates users, by the endpoint that it goes to: of Jobs on Kubernetes and of tasks on ECS. */
function created({ of }: Deployed): Map<unknown, string> {
  const environments = [
    ...of("kubernetes:batch/v1:Job").map((job) => at(job, "spec.template.spec.containers.0.env")),
    ...of(aws.ecs.TaskDefinition).map(({ inputs }) => JSON.parse(String(inputs.containerDefinitions))[0].environment),
  ];
  return new Map(
    environments.flatMap((environment) => {
      const value = (name: string) => environment.find((each: { name: string }) => each.name === name)?.value;
      return value("USERS_SQL") === undefined ? [] : [[value("PGHOST"), value("USERS_SQL")]];
    }),
  );
}

/** The endpoint of a database itself, and of the one behind a proxy, by the resource ID that policies name. */
function endpoints({ of }: Deployed): Map<unknown, unknown> {
  const direct = [
    ...of(aws.rds.Instance).map(({ outputs }) => [outputs["resourceId"], outputs["address"]] as const),
    ...of(aws.rds.Cluster).map(({ outputs }) => [outputs["clusterResourceId"], outputs["endpoint"]] as const),
  ];
  const byIdentifier = new Map([
    ...of(aws.rds.Instance).map(({ outputs }) => [outputs["identifier"], outputs["address"]] as const),
    ...of(aws.rds.Cluster).map(({ outputs }) => [outputs["clusterIdentifier"], outputs["endpoint"]] as const),
  ]);
  const behind = of(aws.rds.Proxy).map(({ inputs, outputs }) => {
    const target = of(aws.rds.ProxyTarget).find((each) => each.inputs["dbProxyName"] === inputs["name"])?.inputs ?? {};
    const identifier = target["dbInstanceIdentifier"] ?? target["dbClusterIdentifier"];
    return [String(outputs["arn"]).split(":").at(-1), byIdentifier.get(identifier)] as const;
  });
  return new Map([...direct, ...behind]);
}

for (const { stack } of onAws) {
  describe(`the database users of ${stack}`, () => {
    let deployed: Deployed;
    before(async () => {
      deployed = await deployStack(stack);
    });

    it("RC-B2: are created, with IAM, in the database that a role may sign in to", () => {
      const [sql, hosts] = [created(deployed), endpoints(deployed)];
      const missing = grants(deployed).filter(([id, user]) => {
        const text = sql.get(hosts.get(id)) ?? "";
        return !(text.includes(`CREATE ROLE "${user}" LOGIN`) && text.includes(`GRANT rds_iam TO "${user}"`));
      });
      assert.deepEqual(missing, []);
    });

    it("RC-B2: are created before the workloads on the cluster start", () => {
      const jobs = deployed.of("kubernetes:batch/v1:Job").filter(({ name }) => name.startsWith("database-users-"));
      const waits = (pods: Registered) => jobs.every(({ urn }) => waitsFor(deployed, pods).has(urn));
      const own = deployed.of("kubernetes:apps/v1:Deployment").filter(({ name }) => name.startsWith("deployment-"));
      assert.deepEqual(
        own.filter((each) => !waits(each)).map(({ name }) => name),
        [],
      );
    });

    it("RC-B2: leave no password in the state", () => {
      const state = JSON.stringify(deployed.resources.map(({ inputs }) => inputs));
      assert.ok(!/"name":"PGPASSWORD","value"/.test(state));
    });

    it("RC-B1: are signed in by a proxy as themselves, with IAM from end to end", () => {
      for (const proxy of deployed.of(aws.rds.Proxy)) {
        assert.equal(proxy.inputs["defaultAuthScheme"], "IAM_AUTH");
        const policy = deployed.one(aws.iam.RolePolicy, proxy.name).inputs["policy"];
        const target = deployed.one(aws.rds.ProxyTarget, proxy.name).inputs["dbInstanceIdentifier"];
        const { outputs } = deployed.of(aws.rds.Instance).find((each) => each.outputs["identifier"] === target) ?? {};
        assert.ok(String(policy).includes(`:dbuser:${outputs?.["resourceId"]}/*`));
      }
    });
  });
}

describe("the users in a definition", () => {
  const using = (user: string) => ({
    ...dev,
    identities: { application: { ...dev.identities.application, uses: { databases: { main: user } } } },
  });

  it("RC-B2: have names that PostgreSQL takes, other than those of the master and of RDS", () => {
    const rule =
      "identities.application.uses.databases.main must be 1 to 63 lower-case letters, digits, hyphens and underscores, none of platform_admin, postgres, rdsadmin and not start with pg_, got";
    assert.deepEqual(usesReferenceFaults(using("content_svc")), []);
    for (const user of ["platform_admin", "rdsadmin", "pg_reader", "O'Brien", ""])
      assert.deepEqual(usesReferenceFaults(using(user)), [`${rule} "${user}"`]);
  });

  it("RC-B2: belong to a database that admits what creates them", () => {
    const closed = { ...dev, databases: { main: { ...dev.databases.main, admit: [] } } };
    assert.deepEqual(usesReferenceFaults(closed), [
      "databases.main.admit must name cluster or services, from which its users are created",
    ]);
  });
});
