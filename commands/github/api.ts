import { isObject, text } from "../inputs.ts";

/** The REST API of GitHub for one repository. */
export interface GithubApi {
  get(path: string): Promise<unknown>;
  send(method: "POST" | "PATCH", path: string, body: object): Promise<unknown>;
}

/** What a workflow knows of its repository: https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
export interface GithubPlace {
  /** Base URL of the API. */
  url: string;
  /** Repository, as owner/name. */
  repository: string;
  token: string;
}

/** The place that the variables of a workflow name, or the variables that are missing. */
export function placeOf(variables: NodeJS.ProcessEnv): GithubPlace | string[] {
  const {
    GITHUB_API_URL: url = "https://api.github.com",
    GITHUB_REPOSITORY: repository,
    GITHUB_TOKEN: token,
  } = variables;
  if (repository !== undefined && token !== undefined) return { url, repository, token };
  return Object.entries({ GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token }).flatMap(([name, value]) =>
    value === undefined ? [name] : [],
  );
}

/** https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api */
export function githubApi({ url, repository, token }: GithubPlace): GithubApi {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/repos/${repository}/${path}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "x-github-api-version": "2022-11-28",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answer;
    const message = isObject(answer) ? text(answer, "message") : undefined;
    throw new Error(`GitHub answers ${response.status} to ${method} ${path}: ${message ?? response.statusText}`);
  };
  return { get: (path) => call("GET", path), send: (method, path, body) => call(method, path, body) };
}

/** Every item of a list, which GitHub gives in pages of at most 100. */
export async function everyItem(api: GithubApi, path: string): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let page = 1; ; page++) {
    const items = await api.get(`${path}${path.includes("?") ? "&" : "?"}per_page=100&page=${page}`);
    if (!Array.isArray(items)) return all;
    all.push(...items);
    if (items.length < 100) return all;
  }
}
