import { complain } from "../../checks/complaints.ts";
import { example } from "../../checks/example.ts";
import { parseImage } from "../../checks/images.ts";
import { workloadsOf } from "../../checks/objects.ts";
import { podPath } from "../../checks/pods.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import type { Settings } from "../../checks/settings.ts";
import { list, text, word } from "../../checks/values.ts";

const task = "aws:ecs/taskDefinition:TaskDefinition";
const repository = "aws:ecr/repository:Repository";

/** The allowed accounts of the stack's providers. */
function ownAccounts(graph: Graph): string[] {
  return graph.of("pulumi:providers:aws").flatMap(({ props }) => list(props, "allowedAccountIds").map(word));
}

/** Resources that name an account or a stack of another environment. */
function acrossEnvironments(graph: Graph, environment: string, { accounts }: Settings): Complaint[] {
  const own = ownAccounts(graph);
  const foreign = own.length === 0 ? [] : accounts.filter((each) => !own.includes(each));
  const crossed = graph.resources.flatMap((each): Complaint[] => {
    if (foreign.length === 0) return [];
    const written = JSON.stringify(each.props);
    const found = foreign.find((id) => written.includes(`:${id}:`));
    return found === undefined ? [] : [complain(`refers to account ${found} of another environment`)(each)];
  });
  const references = graph.of("pulumi:pulumi:StackReference").filter((each) => {
    const [, stack] = /(?:^|\/)(dev|staging|prod)$/.exec(text(each.props, "name") ?? each.name) ?? [];
    return stack !== undefined && stack !== environment;
  });
  return [...crossed, ...references.map(complain("refers to the stack of another environment"))];
}

/** The known images of a workload or a task definition. */
function images(each: StackResource): string[] {
  if (each.type !== task) {
    const containers = ["containers", "initContainers"].flatMap((kind) =>
      list(each.props, `${podPath(each.type)}.${kind}`),
    );
    return containers.flatMap((container) => text(container, "image") ?? []);
  }
  return [...(text(each.props, "containerDefinitions") ?? "").matchAll(/"image":"([^"]+)"/g)].map(
    ([, image = ""]) => image,
  );
}

function foreignImages(graph: Graph, settings: Settings): Complaint[] {
  const own = [...ownAccounts(graph), ...settings.accounts];
  if (own.length === 0) return [];
  const names = graph.of(repository).map(({ props }) => text(props, "name"));
  return [...workloadsOf(graph), ...graph.of(task)].flatMap((each): Complaint[] => {
    const found = images(each).find((image) => {
      const parsed = parseImage(image);
      const [, id] = /^(\d{12})\.dkr[.-]ecr/.exec(parsed.registry) ?? [];
      return id !== undefined && !own.includes(id) && !names.includes(parsed.repository);
    });
    return found === undefined ? [] : [complain(`runs ${found} from an unknown account`)(each)];
  });
}

const provider = example("pulumi:providers:aws", "aws", { allowedAccountIds: ["111122223333"] });
const referenceTo = (name: string) => example("pulumi:pulumi:StackReference", name, { name });

const taskFrom = (id: string) =>
  example(task, "api", { containerDefinitions: `[{"image":"${id}.dkr.ecr.eu-west-1.amazonaws.com/api:1"}]` });

export const stackEnvironments = service("Environments and accounts", [
  {
    name: "stack-env-isolation",
    description: "AWS account IDs and stack outputs of other environments are not referenced.",
    why: "A dev stack that uses a role, queue or output of prod lets a dev change damage prod data, and deleting a resource in one environment breaks the other.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: [],
    fix: "refer to accounts, resources and StackReferences of the same environment",
    find: acrossEnvironments,
    ok: [provider, referenceTo("organization/platform/prod")],
    bad: [provider, referenceTo("organization/platform/dev")],
  },
  {
    name: "stack-image-repo-known",
    description: "ECR images come from known accounts or from repositories of the stack.",
    why: "The owner of an unknown account can replace the image behind a tag or delete the repository; the workload then runs unreviewed code or fails to start.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: ["CIS EKS 1.7 5.1.4"],
    fix: "set image to a copy in an account listed in accounts or in the provider's allowedAccountIds",
    find: (graph, _, settings) => foreignImages(graph, settings),
    ok: [provider, taskFrom("111122223333")],
    bad: [provider, taskFrom("999900001111")],
  },
]);
