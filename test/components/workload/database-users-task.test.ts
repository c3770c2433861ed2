import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { account } from "../../../components/iam/account.ts";
import { DatabaseUsersTask } from "../../../components/workload/database-users-task.ts";
import { at, deploy } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const secretArn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-1";
const clusterArn = "arn:aws:ecs:us-east-1:111122223333:cluster/main";
const program = () =>
  new DatabaseUsersTask("database-users", {
    account: account("111122223333", "us-east-1"),
    family: "orders-database-users",
    master: {
      endpoint: pulumi.output("main.example.com"),
      database: "orders",
      username: "orders_owner",
      secretArn: pulumi.output(secretArn),
    },
    port: 5432,
    users: ["application"],
    clusterArn,
    network: { privateSubnetIds: pulumi.output(["subnet-a", "subnet-b"]) },
    securityGroupId: "sg-1",
    kmsKeyArn,
    logs: { retentionInDays: 30, kmsKeyArn },
  });

describe("DatabaseUsersTask", () => {
  it("RC-B2: has the password from Secrets Manager when it starts, not in its definition", async () => {
    const { one } = await deploy(() => void program());
    const [container] = JSON.parse(String(one(aws.ecs.TaskDefinition).inputs.containerDefinitions));
    assert.deepEqual(container.secrets, [{ name: "PGPASSWORD", valueFrom: `${secretArn}:password::` }]);
    const names = container.environment.map(({ name }: { name: string }) => name);
    assert.ok(names.includes("USERS_SQL") && !names.includes("PGPASSWORD"));
    assert.deepEqual([container.readonlyRootFilesystem, container.user], [true, "10001"]);
  });

  it("RC-B2: runs every hour in the private subnets, and at once by its command", async () => {
    const { one, outputs } = await deploy(() => ({ command: program().runCommand }));
    const schedule = one(aws.scheduler.Schedule);
    assert.equal(schedule.inputs.scheduleExpression, "rate(1 hour)");
    assert.deepEqual(at(schedule, "target.ecsParameters.networkConfiguration"), {
      subnets: ["subnet-a", "subnet-b"],
      securityGroups: ["sg-1"],
      assignPublicIp: false,
    });
    assert.equal(
      outputs["command"],
      [
        `aws ecs run-task --region us-east-1 --cluster ${clusterArn} --task-definition ${one(aws.ecs.TaskDefinition).outputs["arn"]}`,
        "--launch-type FARGATE --network-configuration 'awsvpcConfiguration={subnets=[subnet-a,subnet-b],securityGroups=[sg-1]}'",
      ].join(" "),
    );
  });

  it("RC-B2: lets the schedule run any revision of this task in this cluster, with these roles", async () => {
    const { one } = await deploy(() => void program());
    const { Statement } = JSON.parse(String(one(aws.iam.RolePolicy, "database-users-schedule").inputs.policy));
    assert.match(Statement[0].Resource, /:task-definition\/orders-database-users:\*$/);
    assert.deepEqual(Statement[0].Condition, { ArnEquals: { "ecs:cluster": clusterArn } });
    assert.equal(Statement[1].Resource.length, 2);
  });
});
