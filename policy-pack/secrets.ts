/** Shapes of credentials that cannot be anything else: no length or entropy test, since ARNs, digests and certificates are long and random too. */
const shapes: readonly { what: string; pattern: RegExp }[] = [
  { what: "an AWS access key ID", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  { what: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { what: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/ },
  { what: "a GitLab token", pattern: /\bglpat-[A-Za-z0-9_-]{20,}/ },
  { what: "a Slack token", pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/ },
  { what: "a Slack webhook", pattern: /\bhooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{16,}/ },
  { what: "a Stripe key", pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/ },
  { what: "an OpenAI or Anthropic key", pattern: /\bsk-(?:ant-|proj-)[A-Za-z0-9_-]{20,}/ },
  { what: "a JSON Web Token", pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/ },
  { what: "a URL with a password", pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@${}]*:[^\s:/@${}]{3,}@[^\s/@]/i },
];

/** Names of values that are secret by their name; what refers to a secret (an ARN, a name, a path, a policy) is not one. */
const secretName =
  /(?:^|[_-]|(?<=[a-z]))(?:password|passwd|secret|secret_?access_?key|api_?key|private_?key|auth_?token|access_?token)$/i;

/** Values that stand for a secret without being it: an ARN, a template, a reference, a path, a switch. */
const reference = /^(?:arn:|\{\{|\$\{|\$\(|ssm:|\/|https?:\/\/|(?:true|false|none|null|\d{1,4})$)/i;

/** What kind of credential a string holds, or undefined. */
export function credential(text: string): string | undefined {
  return shapes.find(({ pattern }) => pattern.test(text))?.what;
}

/** Charts name a Secret that is there already by existingSecret or existingPassword. */
const named = /(?:^|[_.-])existing/i;

/** Whether a name says that its value is secret, for example DB_PASSWORD. */
export function hasSecretName(name: string): boolean {
  return secretName.test(name) && !named.test(name);
}

/** Whether a value under this name is a secret in plain sight. */
export function isPlaintextSecret(name: string, value: string): boolean {
  return hasSecretName(name) && value !== "" && !reference.test(value);
}
