import type { Props } from "../../../policy-pack/checks/rule.ts";
import { type Case, key, tags } from "./case.ts";

const container = {
  name: "api",
  image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/api:2.14.1",
  ports: [{ containerPort: 8080, name: "http" }],
  env: [
    { name: "LOG_LEVEL", value: "info" },
    { name: "DB_SECRET_ARN", value: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-AbCdEf" },
  ],
  resources: {
    requests: { cpu: "250m", memory: "256Mi", "ephemeral-storage": "64Mi" },
    limits: { memory: "512Mi", "ephemeral-storage": "256Mi" },
  },
  readinessProbe: { httpGet: { path: "/ready", port: "http" }, periodSeconds: 10 },
  livenessProbe: { httpGet: { path: "/alive", port: "http" }, periodSeconds: 20 },
  lifecycle: { preStop: { sleep: { seconds: 10 } } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  },
};
const labels = {
  "app.kubernetes.io/name": "api",
  "app.kubernetes.io/part-of": "shop",
  "app.kubernetes.io/version": "2.14.1",
  "app.kubernetes.io/instance": "api",
  "app.kubernetes.io/managed-by": "pulumi",
  "app.kubernetes.io/component": "api",
};

function deployment(pod: Props = {}, own: Props = {}): Props {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "api", namespace: "shop", labels },
    spec: {
      replicas: 3,
      selector: { matchLabels: { "app.kubernetes.io/name": "api" } },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: "api",
          automountServiceAccountToken: false,
          priorityClassName: "shop-standard",
          terminationGracePeriodSeconds: 60,
          securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: "RuntimeDefault" } },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "topology.kubernetes.io/zone",
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: { "app.kubernetes.io/name": "api" } },
            },
          ],
          containers: [{ ...container, ...own }],
          ...pod,
        },
      },
    },
  };
}

const task = (own: Props = {}) =>
  JSON.stringify([
    {
      name: "api",
      image: container.image,
      essential: true,
      readonlyRootFilesystem: true,
      user: "10001",
      portMappings: [{ containerPort: 8080 }],
      environment: [{ name: "LOG_LEVEL", value: "info" }],
      secrets: [
        { name: "DB_PASSWORD", valueFrom: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-AbCdEf" },
      ],
      logConfiguration: {
        logDriver: "awslogs",
        options: { "awslogs-group": "/shop/api", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "api" },
      },
      ...own,
    },
  ]);

/** Clusters, tasks and pods. */
export const compute: readonly Case[] = [
  {
    type: "aws:eks/cluster:Cluster",
    good: {
      name: "shop",
      version: "1.36",
      roleArn: "arn:aws:iam::111122223333:role/shop-cluster",
      deletionProtection: true,
      bootstrapSelfManagedAddons: false,
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      upgradePolicy: { supportType: "STANDARD" },
      encryptionConfig: { provider: { keyArn: key }, resources: ["secrets"] },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      vpcConfig: {
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
        subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719", "subnet-0a1b2c3d4e5f60720"],
      },
      zonalShiftConfig: { enabled: true },
      tags,
      tagsAll: tags,
    },
    mistakes: [
      [
        { vpcConfig: { endpointPrivateAccess: false, endpointPublicAccess: true, subnetIds: ["subnet-1"] } },
        "eks-endpoint-not-public",
      ],
      [{ version: "1.29" }, "eks-version-supported"],
      [{ encryptionConfig: undefined }, "eks-secrets-envelope-kms"],
      [{ enabledClusterLogTypes: [] }, "eks-control-plane-logs"],
      [{ accessConfig: { authenticationMode: "CONFIG_MAP" } }, "eks-auth-mode-api"],
    ],
  },
  {
    type: "aws:ecs/taskDefinition:TaskDefinition",
    good: {
      family: "shop-api",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "512",
      memory: "1024",
      executionRoleArn: "arn:aws:iam::111122223333:role/shop-pull",
      taskRoleArn: "arn:aws:iam::111122223333:role/shop-api",
      runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
      containerDefinitions: task(),
      tags,
      tagsAll: tags,
    },
    mistakes: [
      [{ containerDefinitions: task({ privileged: true }) }, "ecs-task-not-privileged"],
      [
        { containerDefinitions: task({ environment: [{ name: "DB_PASSWORD", value: "hunter2hunter2" }] }) },
        "ecs-task-no-env-secrets",
      ],
      [{ containerDefinitions: task({ image: "nginx:latest" }) }, "ecs-task-image-pinned"],
      [{ containerDefinitions: task({ logConfiguration: undefined }) }, "ecs-task-logs"],
      [{ containerDefinitions: task({ readonlyRootFilesystem: false }) }, "ecs-task-readonly-rootfs"],
    ],
  },
  {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    good: {
      name: "shop-nodes",
      metadataOptions: { httpTokens: "required", httpEndpoint: "enabled", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { encrypted: "true", kmsKeyId: key, volumeSize: 50, volumeType: "gp3" } },
      ],
      monitoring: { enabled: true },
      iamInstanceProfile: { name: "shop-nodes" },
      tags,
      tagsAll: tags,
    },
    mistakes: [
      [{ metadataOptions: { httpTokens: "optional" } }, "ec2-imdsv2"],
      [{ keyName: "ops" }, "ec2-no-key-pair"],
      [{ networkInterfaces: [{ associatePublicIpAddress: "true" }] }, "ec2-no-public-ip"],
    ],
  },
  {
    type: "kubernetes:apps/v1:Deployment",
    good: deployment(),
    mistakes: [
      [deployment({}, { securityContext: { ...container.securityContext, privileged: true } }), "k8s-no-privileged"],
      [deployment({ hostNetwork: true }), "k8s-no-host-namespaces"],
      [deployment({ volumes: [{ name: "host", hostPath: { path: "/" } }] }), "k8s-no-host-path"],
      [deployment({}, { image: "nginx" }), "k8s-image-pinned"],
      [deployment({}, { resources: {} }), "k8s-requests-set"],
      [deployment({}, { readinessProbe: undefined, livenessProbe: undefined }), "k8s-probes"],
      [deployment({}, { env: [{ name: "API_KEY", value: "q8Zt4vLw2sXp" }] }), "k8s-no-literal-secret-env"],
      [deployment({ serviceAccountName: "default" }), "k8s-own-service-account"],
    ],
  },
];
