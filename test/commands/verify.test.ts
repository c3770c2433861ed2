import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Account } from "../../commands/account/account.ts";
import type { StateResource } from "../../commands/recover/state.ts";
import { deploymentCheck } from "../../commands/verify/deployments.ts";
import { ecsCheck } from "../../commands/verify/ecs.ts";
import { kubernetesApi } from "../../commands/verify/kubernetes-api.ts";
import { type Verdict, verified } from "../../commands/verify/verdict.ts";

type Answers = Record<string, unknown>;

/** What the stand-in answers: by operation of ECS, or by path of the Kubernetes API. */
let answers: Answers = {};
let authorization: string | undefined;

function resource(type: string, inputs: StateResource["inputs"]): StateResource {
  return { urn: `urn:pulumi:prod::platform::${type}::api`, type, inputs, provider: "", dependencies: [], raw: {} };
}

describe("the verification of workloads", () => {
  const environment = { ...process.env };
  let server: http.Server;
  let url: string;
  before(async () => {
    server = http.createServer((request, response) => {
      const operation = String(request.headers["x-amz-target"] ?? "").split(".")[1];
      const key = operation ?? request.url?.split("?")[0] ?? "";
      authorization = request.headers.authorization;
      request.resume().on("end", () => {
        response.writeHead(Object.hasOwn(answers, key) ? 200 : 404, { "content-type": "application/json" });
        response.end(JSON.stringify(answers[key] ?? { kind: "Status", message: `${key} is not found` }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    Object.assign(process.env, { AWS_ENDPOINT_URL: url, NO_PROXY: "127.0.0.1" });
  });
  after(() => {
    process.env = environment;
    server.close();
  });
  beforeEach(() => {
    answers = {};
  });

  describe("on ECS", () => {
    const arn = (revision: number) => `arn:aws:ecs:us-east-1:111122223333:task-definition/api:${revision}`;
    const credentials = async () => ({ accessKeyId: "testing", secretAccessKey: "testing" });
    const account: Account = { accountId: "111122223333", caller: "", config: { region: "us-east-1", credentials } };
    const service = resource("aws:ecs/service:Service", { name: "api", cluster: "platform", taskDefinition: arn(12) });
    const asked = (...deployments: object[]): Promise<Verdict> => {
      answers = { ListTasks: { taskArns: [] }, ...answers };
      answers["DescribeServices"] = { services: [{ serviceName: "api", status: "ACTIVE", deployments }] };
      return ecsCheck(service, account)();
    };
    const deployment = (revision: number, more: object = {}) => ({
      taskDefinition: arn(revision),
      status: "PRIMARY",
      rolloutState: "COMPLETED",
      runningCount: 2,
      desiredCount: 2,
      ...more,
    });

    it("accepts the revision of the state, when it alone is deployed", async () => {
      assert.deepEqual(await asked(deployment(12)), {
        what: "ECS service api",
        state: "runs",
        said: ["2 of 2 tasks run api:12"],
      });
    });

    it("waits for a deployment in progress, and for tasks of an older revision", async () => {
      const old = deployment(11, { status: "ACTIVE", runningCount: 1 });
      const verdict = await asked(deployment(12, { rolloutState: "IN_PROGRESS", runningCount: 1 }), old);
      assert.deepEqual([verdict.state, verdict.said], ["waits", ["1 of 2 tasks run api:12", "1 tasks run api:11"]]);
    });

    it("fails after a rollback, with the reasons of the stopped tasks", async () => {
      answers = {
        ListTasks: { taskArns: ["task"] },
        DescribeTasks: {
          tasks: [
            {
              taskDefinitionArn: arn(12),
              stoppedReason: "Essential container in task exited",
              containers: [
                { name: "api", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
                { name: "log-router", exitCode: 0 },
              ],
            },
          ],
        },
      };
      const verdict = await asked(deployment(11));
      assert.deepEqual(verdict, {
        what: "ECS service api",
        state: "fails",
        said: [
          "runs api:11, expected api:12: rolled back",
          "a task of api:12 stopped: Essential container in task exited; api: OutOfMemoryError: Container killed due to memory usage",
        ],
      });
      const failed = deployment(12, {
        status: "ACTIVE",
        rolloutState: "FAILED",
        rolloutStateReason: "ECS deployment circuit breaker: tasks failed to start.",
      });
      assert.deepEqual((await asked(deployment(11), failed)).said.slice(0, 2), [
        "the deployment of api:12 failed, api:11 is deployed",
        "ECS deployment circuit breaker: tasks failed to start.",
      ]);
    });

    it("fails where the service does not exist", async () => {
      answers = { DescribeServices: { services: [] } };
      assert.deepEqual((await ecsCheck(service, account)()).said, ["does not exist"]);
    });
  });

  describe("on Kubernetes", () => {
    const template = (image: string) => ({ template: { spec: { containers: [{ name: "api", image }] } } });
    const inputs = { metadata: { namespace: "apps", name: "api" }, spec: template("api:2") };
    const path = "/apis/apps/v1/namespaces/apps/deployments/api";
    const object = (image: string, status: object, generation = 2) => ({
      metadata: { namespace: "apps", name: "api", generation },
      spec: { replicas: 2, selector: { matchLabels: { app: "api" } }, ...template(image) },
      status: { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2, ...status },
    });
    const check = () => {
      const credential = JSON.stringify({ status: { token: "secret" } });
      const exec = { command: process.execPath, args: ["-e", `process.stdout.write('${credential}')`] };
      const kubeconfig = { clusters: [{ cluster: { server: url } }], users: [{ user: { exec } }] };
      return deploymentCheck(
        resource("kubernetes:apps/v1:Deployment", inputs),
        kubernetesApi(JSON.stringify(kubeconfig)),
      )();
    };

    it("accepts the images of the state, when all pods are new and available", async () => {
      answers[path] = object("api:2", {});
      assert.deepEqual(await check(), {
        what: "Deployment apps/api",
        state: "runs",
        said: ["2 of 2 pods are available, 2 are new"],
      });
      assert.equal(authorization, "Bearer secret");
    });

    it("waits until the controller has seen the change, and until old pods are gone", async () => {
      answers["/api/v1/namespaces/apps/pods"] = { items: [] };
      for (const waiting of [object("api:2", {}, 3), object("api:2", { replicas: 3, updatedReplicas: 1 })]) {
        answers[path] = waiting;
        assert.equal((await check()).state, "waits");
      }
    });

    it("fails when other images run, or the progress deadline is over, with the reasons of the pods", async () => {
      const waiting = { reason: "CrashLoopBackOff", message: "back-off 5m0s restarting failed container" };
      const state = { waiting };
      const lastState = { terminated: { exitCode: 1, reason: "Error" } };
      answers["/api/v1/namespaces/apps/pods"] = {
        items: [{ status: { containerStatuses: [{ name: "api", state, lastState }] } }],
      };
      const pod = "api: CrashLoopBackOff, back-off 5m0s restarting failed container, exit code 1 (Error)";
      answers[path] = object("api:1", {});
      assert.deepEqual((await check()).said, ["runs api=api:1, expected api=api:2", pod]);
      const message = 'ReplicaSet "api-1" has timed out progressing.';
      const conditions = [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message }];
      answers[path] = object("api:2", { availableReplicas: 1, conditions });
      assert.deepEqual(await check(), {
        what: "Deployment apps/api",
        state: "fails",
        said: ["1 of 2 pods are available, 2 are new", message, pod],
      });
    });

    it("fails with what the API server says", async () => {
      assert.deepEqual((await check()).said, [`the API server answers 404: ${path} is not found`]);
    });
  });
});

describe("the patience of the verification", () => {
  const waits: Verdict = { what: "a", state: "waits", said: ["1 of 2"] };
  const runs: Verdict = { what: "a", state: "runs", said: ["2 of 2"] };
  const asking = (...said: Verdict[]) => {
    let next = 0;
    return async () => said[Math.min(next++, said.length - 1)] ?? waits;
  };

  it("asks again until nothing is on its way, and only what is", async () => {
    let pauses = 0;
    const pause = async () => {
      pauses++;
    };
    const verdicts = await verified([asking(waits, waits, runs), asking(runs, waits)], { rounds: 5, pause });
    assert.deepEqual(
      verdicts.map(({ state }) => state),
      ["runs", "runs"],
    );
    assert.equal(pauses, 2);
  });

  it("fails what is still on its way at the end", async () => {
    const [verdict] = await verified([asking(waits)], { rounds: 2, pause: async () => {} });
    assert.deepEqual(verdict, { what: "a", state: "fails", said: ["is not done in time", "1 of 2"] });
  });
});

describe("npm run verify", () => {
  it("prints its options, and refuses what it does not have with exit code 2", async () => {
    const command = (...args: string[]) =>
      new Promise<{ code: number; text: string }>((resolve) =>
        execFile(process.execPath, ["commands/verify.ts", ...args], (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), text: `${stdout}${stderr}` }),
        ),
      );
    const [help, none, minutes] = await Promise.all([
      command("--help"),
      command(),
      command("prod", "--minutes", "soon"),
    ]);
    assert.equal(help.code, 0);
    assert.match(help.text, /^Usage: npm run verify -- STACK/);
    assert.match(none.text, /^STACK is missing\./);
    assert.match(minutes.text, /^--minutes must be a whole number from 0, got soon\./);
    assert.deepEqual([none.code, minutes.code], [2, 2]);
  });
});
