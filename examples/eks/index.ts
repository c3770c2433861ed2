import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import { EksPackageCluster } from "platform-components/cluster/eks-package-cluster";
import { account } from "platform-components/iam";
import { WorkloadIdentity } from "platform-components/identity";
import { EncryptionKey } from "platform-components/kms";
import { ExistingNetwork } from "platform-components/network";

// A cluster whose control plane is of the package eks, and the IAM role of pods; add-ons take it as any cluster.
const tags = { project: "adopted", environment: "dev", owner: "apps", "cost-center": "apps", "data-class": "internal" };
const settings: aws.ProviderArgs = { region: "us-east-1", allowedAccountIds: ["111122223333"], defaultTags: { tags } };
const opts = { providers: [new aws.Provider("adopted-aws", settings), new eks.Provider("adopted-eks")] };
const home = { account: account("111122223333", "us-east-1"), deletionProtection: false };

const services = ["logs.us-east-1.amazonaws.com"];
const key = { ...home, description: "Cluster", services, viaServices: ["ec2", "eks"] };
const kmsKeyArn = new EncryptionKey("adopted", key, opts).arn;
const subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];
const vpc = { vpcId: "vpc-0123456789abcdef0", publicSubnetIds: [], privateSubnetIds: subnets };
const network = new ExistingNetwork("adopted", vpc, opts);
const size = { minSize: 2, maxSize: 3, desiredSize: 2, diskSize: 50 };
const general = { instanceTypes: ["m7g.large"], capacityType: "ON_DEMAND", amiFamily: "AL2023", ...size } as const;
const cluster = new EksPackageCluster(
  "adopted",
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
    tags,
  },
  opts,
);
const pods = { kind: "podIdentity", namespace: "reports", serviceAccount: "reports" } as const;
const bucket = "arn:aws:s3:::reports-0123456789abcdef0";
const statements = [{ Effect: "Allow", Action: "s3:GetObject", Resource: `${bucket}/*` }] as const;
const identity = new WorkloadIdentity("reports", { account: home.account, cluster, ...pods, statements }, opts);

export const { kubeconfig } = cluster;
export const reportsRoleArn = identity.roleArn;
