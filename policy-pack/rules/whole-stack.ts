import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, read, text } from "../checks/values.ts";

const role = "aws:iam/role:Role";
const api = "aws:apigatewayv2/api:Api";

const complain =
  (wrong: string) =>
  (resource: StackResource): Complaint => ({ resource, verdict: fail(wrong) });

/** Where an API has a name of its own, and where that is said. */
const names = [
  { type: api, mapping: "aws:apigatewayv2/apiMapping:ApiMapping", path: "apiId" },
  {
    type: "aws:apigateway/restApi:RestApi",
    mapping: "aws:apigateway/basePathMapping:BasePathMapping",
    path: "restApi",
  },
];

function sidestepped(graph: Graph): Complaint[] {
  return names.flatMap(({ type, mapping, path }) =>
    graph
      .of(type)
      .filter(({ props }) => read(props, "disableExecuteApiEndpoint").state !== "unknown")
      .filter(({ props }) => known(props, "disableExecuteApiEndpoint") !== true)
      .filter((each) => graph.referrers(each, path, mapping).length > 0)
      .map(complain("is reached past its own name, where the firewall is not")),
  );
}

/** Roles without a boundary, in a stack that has boundaries. */
function unbounded(graph: Graph): Complaint[] {
  const bounded = ({ props }: StackResource) => read(props, "permissionsBoundary").state !== "absent";
  const all = graph.of(role);
  return all.some(bounded) ? all.filter((each) => !bounded(each)).map(complain("has no boundary, as others have")) : [];
}

/** Values of a tag in the default tags of the stack's providers and in its resources' own tags. */
function spellings(graph: Graph, tag: string): Map<string, StackResource> {
  const found = new Map<string, StackResource>();
  for (const each of graph.resources) {
    const maps = [read(each.props, "tags"), read(each.providerInputs, "defaultTags.tags")];
    for (const map of maps) {
      const value = map.state === "known" ? text(map.value, tag) : undefined;
      if (value !== undefined && !found.has(value)) found.set(value, each);
    }
  }
  return found;
}

function mixed(graph: Graph): Complaint[] {
  return ["environment", "project"].flatMap((tag) => {
    const [, ...others] = spellings(graph, tag);
    return others.map(([value, resource]) =>
      complain(`has the tag ${tag} ${value}, as others of the stack do not`)(resource),
    );
  });
}

/** A default provider is one that the program never made: it goes by its version; those of packages work by the ones handed to them. */
function defaulted(graph: Graph): Complaint[] {
  return graph.resources
    .filter(({ type }) => type.startsWith("pulumi:providers:"))
    .filter(({ type, name }) => /:(?:aws|aws-native|kubernetes)$/.test(type) && /^default(?:_\d|$)/.test(name))
    .map(complain("takes its account and its Region from wherever it is run"));
}

const http = example(api, "api", { protocolType: "HTTP" });
const closed = example(api, "api", { protocolType: "HTTP", disableExecuteApiEndpoint: true });
const mapping = (of: StackResource) => example("aws:apigatewayv2/apiMapping:ApiMapping", "api", {}, { apiId: of });
const bounded = example(role, "api", { permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" });
const tagged = (name: string, environment: string) => example("aws:sqs/queue:Queue", name, { tags: { environment } });
const explicit = example("pulumi:providers:aws", "aws", {});

/** What holds for a stack as a whole. */
export const wholeStack: readonly StackRule[] = [
  {
    name: "apigw-default-endpoint-off",
    description: "An API that has a name of its own is reached by that name only.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set disableExecuteApiEndpoint to true",
    check: sidestepped,
    ok: [closed, mapping(closed)],
    bad: [http, mapping(http)],
  },
  {
    name: "iam-permissions-boundary",
    description: "Where roles have boundaries, every role has one.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set permissionsBoundary",
    check: unbounded,
    ok: [bounded, { ...bounded, urn: "other" }],
    bad: [bounded, example(role, "worker", {})],
  },
  {
    name: "stack-tag-consistency",
    description: "All of a stack belongs to one project and one environment.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set the tags environment and project by the provider's defaultTags only",
    check: mixed,
    ok: [tagged("orders", "prod"), tagged("mails", "prod")],
    bad: [tagged("orders", "prod"), tagged("mails", "test")],
  },
  {
    name: "stack-no-default-provider",
    description: "Every resource has a provider that names its account and its Region.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set the resource option provider, and pulumi:disable-default-providers in the stack's configuration",
    check: defaulted,
    ok: [explicit],
    bad: [example("pulumi:providers:aws", "default_7_48_0", {})],
  },
];
