import * as aws from "@pulumi/aws";
import { Karpenter } from "platform-components/addons";
import { Cluster } from "platform-components/cluster";
import { account } from "platform-components/iam";
import { EncryptionKey } from "platform-components/kms";
import { Vpc } from "platform-components/network";

// An EKS cluster whose managed nodes run Karpenter, which launches the others.
const tags = { project: "apps", environment: "dev", owner: "apps", "cost-center": "apps", "data-class": "internal" };
const settings: aws.ProviderArgs = { region: "us-east-1", allowedAccountIds: ["111122223333"], defaultTags: { tags } };
const provider = new aws.Provider("apps-aws", settings);
const opts = { providers: [provider] };
const home = { account: account("111122223333", "us-east-1"), deletionProtection: false };

const services = ["logs.us-east-1.amazonaws.com"];
const key = { ...home, description: "Cluster", services, viaServices: ["ec2", "eks"] };
const kmsKeyArn = new EncryptionKey("apps", key, opts).arn;
const flowLogs = { destination: "s3", deletionProtection: false } as const;
const addresses = { account: home.account, cidrBlock: "10.1.0.0/16", zones: ["a", "b"], flowLogs } as const;
const network = new Vpc("apps", { ...addresses, nat: "single", interfaceEndpoints: [], clusterNames: ["apps"] }, opts);
const size = { minSize: 2, maxSize: 3, desiredSize: 2, diskSize: 50 };
const general = { instanceTypes: ["m7g.large"], capacityType: "ON_DEMAND", amiFamily: "AL2023", ...size } as const;
const cluster = new Cluster(
  "apps",
  {
    ...home,
    version: "1.36",
    network,
    deployerNetwork: { cidrs: ["10.250.0.0/24"] },
    deployer: "arn:aws:iam::111122223333:role/deployer",
    administrators: ["arn:aws:iam::111122223333:role/administrator"],
    nodeGroups: { general },
    kmsKeyArn,
    logs: { retentionInDays: 30, kmsKeyArn },
  },
  opts,
);
const spot = {
  instanceTypes: ["m7g.large", "m7g.xlarge"],
  capacityTypes: ["spot", "on-demand"],
  architectures: ["arm64"],
  limits: { cpu: 32, memory: 128 },
  consolidation: { policy: "WhenEmptyOrUnderutilized", afterSeconds: 60 },
  budgets: [{ nodes: "20%" }],
  expireAfterHours: 336,
} as const;
const nodes = { ami: "al2023@v20260910", diskSize: 50, kmsKeyArn, tags, nodePools: { spot } };
new Karpenter(
  "karpenter",
  { account: home.account, cluster, network, ...nodes, serviceMonitor: false },
  { providers: [provider, cluster.provider] },
);

export const { kubeconfig } = cluster;
