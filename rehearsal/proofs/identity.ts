import { valueAt } from "../account/values.ts";
import { type Graph, record } from "./graph.ts";
import { namespaceOf } from "./pods.ts";
import { made, type Proof } from "./proof.ts";

const association = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const job = "kubernetes:batch/v1:Job";

/** EKS gives a pod its credentials when it is made: a container that is started again in it has none either. */
function jobsMakePods(graph: Graph): string[] {
  const credited = graph.of(association).map(({ inputs }) => `${inputs["namespace"]}/${inputs["serviceAccount"]}`);
  return graph.of(job).flatMap((each) => {
    const { serviceAccountName, restartPolicy } = record(valueAt(each.inputs, "spec.template.spec"));
    return credited.includes(`${namespaceOf(each)}/${serviceAccountName}`) && restartPolicy !== "Never"
      ? [`Job ${each.name} has EKS Pod Identity and tries again in the same pod (restartPolicy ${restartPolicy})`]
      : [];
  });
}

const pods = { namespace: "shop", serviceAccount: "migration" };
const trying = (restartPolicy: string) => {
  const spec = { serviceAccountName: "migration", restartPolicy };
  return made(job, "migration", { metadata: { namespace: "shop" }, spec: { template: { spec } } });
};

/** What must hold of pods with credentials of AWS. */
export const identities: readonly Proof[] = [
  {
    name: "job-with-pod-identity-makes-new-pods",
    source:
      "associations are eventually consistent (EKS API Reference, CreatePodIdentityAssociation); a Job behind one has no credentials: https://github.com/aws/eks-pod-identity-agent/issues/52",
    check: jobsMakePods,
    holds: [made(association, "migration", pods), trying("Never")],
    fails: [made(association, "migration", pods), trying("OnFailure")],
  },
];
