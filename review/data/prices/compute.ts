import { prices } from "../price.ts";
import { infracost, karpenter } from "./sources.ts";

/** EC2 On-Demand, Linux, by instance type: those that the definitions name and the sizes beside them. */
const instances = prices(karpenter, "hour", {
  "EC2 m5.large": 0.096,
  "EC2 m5.xlarge": 0.192,
  "EC2 m5a.large": 0.086,
  "EC2 m5a.xlarge": 0.172,
  "EC2 m5n.large": 0.119,
  "EC2 m5n.xlarge": 0.238,
  "EC2 m6a.large": 0.0864,
  "EC2 m6a.xlarge": 0.1728,
  "EC2 m6g.large": 0.077,
  "EC2 m6g.xlarge": 0.154,
  "EC2 m6i.large": 0.096,
  "EC2 m6i.xlarge": 0.192,
  "EC2 m6i.2xlarge": 0.384,
  "EC2 m7a.large": 0.11592,
  "EC2 m7a.xlarge": 0.23184,
  "EC2 m7g.large": 0.0816,
  "EC2 m7g.xlarge": 0.1632,
  "EC2 m7i.large": 0.1008,
  "EC2 m7i.xlarge": 0.2016,
  "EC2 m7i.2xlarge": 0.4032,
  "EC2 c6i.large": 0.085,
  "EC2 c6i.xlarge": 0.17,
  "EC2 r6i.large": 0.126,
  "EC2 r6i.xlarge": 0.252,
  "EC2 r7g.large": 0.1071,
  "EC2 t3.micro": 0.0104,
  "EC2 t3.small": 0.0208,
  "EC2 t3.medium": 0.0416,
  "EC2 t3.large": 0.0832,
  "EC2 t3.xlarge": 0.1664,
  "EC2 t4g.small": 0.0168,
  "EC2 t4g.medium": 0.0336,
  "EC2 t4g.large": 0.0672,
});

/** Prices of machines, containers and clusters by what is priced. */
export const compute = {
  ...instances,
  ...prices(infracost("eks_node_group", "dc557c34ed05fd0c3aace3d0c35c986498a00541"), "GB-month", {
    "EBS gp3": 0.08,
  }),
  ...prices(infracost("eks_cluster", "7c081feab4fb3e96634550ac78ed298e58c92742"), "hour", {
    "EKS cluster": 0.1,
    "EKS cluster in extended support": 0.6,
  }),
  ...prices(infracost("ecs_service", "027bec33d4836acb33a90ea902d8255869e9077f"), "vCPU-hour", {
    "Fargate vCPU": 0.04048,
  }),
  ...prices(infracost("ecs_service", "027bec33d4836acb33a90ea902d8255869e9077f"), "GB-hour", {
    "Fargate memory": 0.004445,
  }),
  ...prices(infracost("ecr_repository", "01c59b17a6fbaab511ccab5fb75ce760ad694eef"), "GB-month", {
    "ECR storage": 0.1,
  }),
};
