import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { IdentityCluster } from "../cluster/kubernetes-cluster.ts";
import { containerSecurity, labelsOf, podSecurity } from "../cluster/pod.ts";
import { clientCommand, clientEnvironment, clientImage, type MasterSignIn, usersSql } from "../data/database-users.ts";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { outputs } from "../outputs.ts";
import { AddonNamespace } from "./addon-namespace.ts";

/** A database, and the users that sign in to it with IAM. */
export interface UsedDatabase {
  /** How the master user signs in. */
  master: MasterSignIn;
  /** Port of the database. */
  port: number;
  /** Users that are created and granted. */
  users: readonly string[];
}

/** Arguments of DatabaseUsers. */
export interface DatabaseUsersArgs {
  /** Account of the databases. */
  account: Account;
  /** Cluster that runs the Jobs; its security group is admitted by the databases. */
  cluster: IdentityCluster;
  /** ARN of the KMS key that encrypts the master users' secrets. */
  kmsKeyArn: pulumi.Input<string>;
  /** CIDR blocks of the databases' subnets. */
  cidrBlocks: readonly string[];
  /** Databases by name; at least one. */
  databases: Readonly<Record<string, UsedDatabase>>;
}

/** Namespace of the Jobs. */
export const namespace = "database-users";

const program = { name: namespace, repository: "", version: clientImage.split(":").at(-1) ?? "" };
/** AWS CLI; not looked up whether a newer image exists. */
const secretReader = "public.ecr.aws/aws-cli/aws-cli:2.31.0";
const user = 10001;
const mounted = "/run/master";

/**
 * A Kubernetes Job for each database that creates its users and lets them sign in with IAM. Pulumi waits for it; another list
 * of users starts another Job. The master user's password goes from Secrets Manager into the pod's memory and nowhere else.
 */
export class DatabaseUsers extends pulumi.ComponentResource {
  /** Names of the Jobs by database, known when they have succeeded. */
  readonly jobNames: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: DatabaseUsersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:DatabaseUsers", name, {}, opts);
    const child = { parent: this };
    const databases = Object.entries(args.databases);

    const room = new AddonNamespace(name, { namespace, ports: [] }, child);
    const inside = { ...child, dependsOn: room };
    const account = new kubernetes.core.v1.ServiceAccount(
      name,
      { metadata: { name: namespace, namespace, labels: labelsOf(program).all }, automountServiceAccountToken: false },
      inside,
    );
    const identity = new WorkloadIdentity(
      name,
      {
        account: args.account,
        cluster: args.cluster,
        kind: "podIdentity",
        namespace,
        serviceAccount: namespace,
        statements: statements(args),
      },
      child,
    );
    const policy = databasePolicy(name, args, inside);
    const ready = { ...child, dependsOn: [room, account, identity, policy] };
    const jobs = databases.map(([key, database]) => [key, job(`${name}-${key}`, key, database, args, ready)] as const);

    this.jobNames = Object.fromEntries(jobs.map(([key, made]) => [key, made.metadata.name]));
    this.registerOutputs(outputs(this));
  }
}

/** Egress to the databases, besides what the namespace opens. */
function databasePolicy(
  name: string,
  { cidrBlocks, databases }: DatabaseUsersArgs,
  child: pulumi.CustomResourceOptions,
): kubernetes.networking.v1.NetworkPolicy {
  const ports = [...new Set(Object.values(databases).map(({ port }) => port))];
  const to = cidrBlocks.map((cidr) => ({ ipBlock: { cidr } }));
  const egress = [{ to, ports: ports.map((port) => ({ protocol: "TCP", port })) }];
  return new kubernetes.networking.v1.NetworkPolicy(
    `${name}-databases`,
    { metadata: { name: "databases", namespace }, spec: { podSelector: {}, policyTypes: ["Egress"], egress } },
    child,
  );
}

function statements({ account, kmsKeyArn, databases }: DatabaseUsersArgs): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: Object.values(databases).map(({ master }) => master.secretArn),
    },
    {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: kmsKeyArn,
      Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${account.region}.amazonaws.com` } },
    },
  ];
}

/** Pulumi waits 10 minutes for a Job unless it is told otherwise. */
const deadlineMinutes = 15;

/** Without a name, so that a change makes a Job beside the old one, whose pods are immutable. */
function job(
  name: string,
  database: string,
  used: UsedDatabase,
  { account }: DatabaseUsersArgs,
  child: pulumi.CustomResourceOptions,
): kubernetes.batch.v1.Job {
  const labels = { ...labelsOf(program).all, "app.kubernetes.io/component": database };
  return new kubernetes.batch.v1.Job(
    name,
    {
      metadata: { namespace, labels },
      spec: {
        backoffLimit: 5,
        activeDeadlineSeconds: deadlineMinutes * 60,
        // After a week a refresh makes the Job again, which changes nothing in the database.
        ttlSecondsAfterFinished: 604_800,
        template: { metadata: { labels }, spec: pod(used, account.region) },
      },
    },
    { ...child, customTimeouts: { create: `${deadlineMinutes + 1}m` } },
  );
}

const container = {
  securityContext: { ...containerSecurity, privileged: false },
  resources: {
    requests: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "64Mi" },
    limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "64Mi" },
  },
};

/** One container reads the password, the next one runs the SQL with it. */
function pod({ master, port, users }: UsedDatabase, region: string): kubernetes.types.input.core.v1.PodSpec {
  return {
    serviceAccountName: namespace,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // A pod gets its credentials when it is made: one that was made too early gets none by another start of its containers.
    restartPolicy: "Never",
    securityContext: podSecurity(user),
    initContainers: [
      {
        ...container,
        name: "password",
        image: secretReader,
        command: ["sh", "-c", readPassword],
        env: variables({ AWS_REGION: region, SECRET_ARN: master.secretArn, HOME: mounted }),
        volumeMounts: [{ name: "master", mountPath: mounted }],
      },
    ],
    containers: [
      {
        ...container,
        name: "users",
        image: clientImage,
        command: ["sh", "-c", `PGPASSWORD="$(${password})" && export PGPASSWORD && ${clientCommand}`],
        env: variables(clientEnvironment(master, port, usersSql(master.database, users))),
        volumeMounts: [{ name: "master", mountPath: mounted, readOnly: true }],
      },
    ],
    volumes: [{ name: "master", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } }],
  };
}

const readPassword = `aws secretsmanager get-secret-value --secret-id "$SECRET_ARN" --query SecretString --output text > ${mounted}/secret`;
/** The value of a JSON key, with its escapes undone. */
const password = `sed -E -e 's/.*"password" *: *"(([^"\\\\]|\\\\.)*)".*/\\1/' -e 's/\\\\(.)/\\1/g' ${mounted}/secret`;

function variables(values: Readonly<Record<string, pulumi.Input<string>>>) {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
