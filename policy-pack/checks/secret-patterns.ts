/** Unambiguous patterns of credentials; no entropy test, since ARNs, digests and certificates are random too. */
const shapes: readonly { what: string; pattern: RegExp }[] = [
  { what: "an AWS access key ID", pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { what: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/ },
  { what: "a GitLab token", pattern: /\bglpat-[A-Za-z0-9_-]{20,}/ },
  { what: "a Slack token", pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/ },
  {
    what: "a Slack webhook",
    pattern: /\bhooks\.slack\.com\/services\/T[A-Z0-9]{1,32}\/B[A-Z0-9]{1,32}\/[A-Za-z0-9]{16,}/,
  },
  { what: "a Stripe key", pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/ },
  { what: "a Slack app token", pattern: /\bxapp-\d-[A-Z0-9]{1,32}-\d{1,32}-[a-f0-9]{32}/ },
  { what: "a Google API key", pattern: /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/ },
  { what: "a SendGrid key", pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/ },
  { what: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { what: "a Hugging Face token", pattern: /\bhf_[A-Za-z]{34}\b/ },
  { what: "a Docker Hub token", pattern: /\bdckr_pat_[A-Za-z0-9_-]{20,}/ },
  { what: "an OpenAI or Anthropic key", pattern: /\bsk-(?:ant-|proj-)[A-Za-z0-9_-]{20,}/ },
  { what: "a JSON Web Token", pattern: /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10}/ },
  {
    what: "a URL with a password",
    pattern: /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@${}<>%*]{0,256}:(?!x{3,512}@)[^\s:/@${}<>*]{3,512}@[^\s/@]/i,
  },
  {
    what: "a connection string with a password",
    pattern:
      /\b(?:server|data source|host|endpoint)\s{0,9}=[^;]{1,200};(?:[^;]{0,200};){0,12}\s{0,9}(?:password|pwd)\s{0,9}=\s{0,9}[^;\s${}<>*]{3,}/i,
  },
];

/** Names of secret values; references to secrets (ARNs, names, paths, policies) are not secret. */
const secretName = new RegExp(
  `(?:(?:^|[._-]|(?<=[a-z]))(?:${[
    "passw(?:or)?d",
    "passphrase",
    "secret",
    "secret[_-]?access[_-]?key",
    "(?:secret|signing|api|private)[_-]?key",
    "secret[_-]?key[_-]?base",
    "(?:auth|access|api|bearer|bot|refresh|personal|git(?:hub|lab)|slack|npm|vault)[_-]?token",
  ].join("|")})|[._-](?:pass|pwd|pw))$`,
  "i",
);

/** Values that are not secrets: ARNs, templates, variables, paths, other references, switches, placeholders. */
const reference =
  /^\s*(?:arn:|\{\{|\$[({A-Z_]|%[({]|ssm:|vault:|env:|file:|\/|[a-z][a-z0-9+.-]*:\/\/|<|\[|(?:true|false|yes|no|on|off|none|null|\d{1,4}|\*+|x{3,}|(?:replace|fill|insert|your|to[-_ ]be)[-_ ].*|redacted|placeholder|n\/a)$)/i;
/** The name of a secret or an alias: words between slashes. */
const path = /^[a-z][a-z0-9_.-]*(?:\/[a-z0-9_.-]+)+$/;

/** What each of these shapes contains, so that most texts are searched once. */
const hint =
  /AKIA|ASIA|-----BEGIN|gh[pousr]_|hub_pat_|glpat-|xox[abprs]-|slack\.com|_live_|xapp-|AIza|SG\.|npm_|hf_|pat_|sk-|eyJ|:\/\/|=/;

/** The kind of credential in a string, or undefined. */
export function credential(text: string): string | undefined {
  if (!hint.test(text)) return undefined;
  return shapes.find(({ pattern }) => pattern.test(text))?.what;
}

/** Names of properties that refer to an existing Secret, such as existingSecret. */
const named = /existing|(?:tls|cert(?:ificate)?|image[_-]?pull|pull)[_-]?secret$/i;

/** Whether a name says that its value is secret, for example DB_PASSWORD. */
export function hasSecretName(name: string): boolean {
  return secretName.test(name) && !named.test(name);
}

/** AWS secret access keys have 40 characters; shorter values are placeholders. */
const awsKey = /secret[_-]?access[_-]?key$/i;

/** Whether the value of a name is a plaintext secret. */
export function isPlaintextSecret(name: string, value: string): boolean {
  if (awsKey.test(name) && value.length < 40) return false;
  return hasSecretName(name) && value !== "" && !reference.test(value) && !path.test(value);
}
