import { Token } from "cdktf";
import type { ConfigCheck } from "../config-check";
import type { ClientProps } from "./client";
import type { Mailer, ResourceServer, UserGroup } from "./index";

interface AuthShape {
  readonly clients: readonly ClientProps[];
  readonly groups: readonly UserGroup[];
  readonly resourceServers: readonly ResourceServer[];
  readonly domainPrefix: string | undefined;
}

/** What AWS keeps for itself in the names of its hosts. */
const RESERVED_WORDS = ["aws", "amazon", "cognito"];

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Holds the sender of mails to the forms that Cognito takes. */
export function checkMailer(check: ConfigCheck, mailer: Mailer | undefined): void {
  if (mailer === undefined) return;
  check.that(
    /^(?:[^<>@]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(mailer.from),
    `mailer.from is "${mailer.from}"; it must be an address, or a name and an address: "Shop <hello@shop.example.com>".`,
  );
  check.that(
    Token.isUnresolved(mailer.identityArn) ||
      /^arn:aws:ses:[a-z0-9-]+:\d{12}:identity\/[^\s/]+$/.test(mailer.identityArn),
    `mailer.identityArn is "${mailer.identityArn}"; it must be the ARN of an identity of Amazon SES, such as ` +
      "arn:aws:ses:eu-central-1:111122223333:identity/shop.example.com.",
  );
}

/** Holds clients, groups and resource servers to Cognito's rules and to each other. */
export function checkAuth(
  check: ConfigCheck,
  { clients, groups, resourceServers, domainPrefix }: AuthShape,
): void {
  checkNames(
    check,
    "clients",
    clients.map(({ name }) => name),
  );
  checkNames(
    check,
    "groups",
    groups.map(({ name }) => name),
  );
  checkNames(
    check,
    "resourceServers",
    resourceServers.map(({ identifier }) => identifier),
  );
  check.that(clients.length > 0, "clients is empty; nobody could sign in. Name at least one.");
  check.that(
    domainPrefix === undefined || /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(domainPrefix),
    `domainPrefix is "${domainPrefix}"; it must be 1 to 63 of a-z, 0-9 and hyphens, with no hyphen at the ends.`,
  );
  for (const word of RESERVED_WORDS) {
    check.that(
      domainPrefix?.includes(word) !== true,
      `domainPrefix is "${domainPrefix}", which contains "${word}"; AWS keeps ${RESERVED_WORDS.join(", ")} for itself. ` +
        "Choose another.",
    );
  }

  const known = resourceServers.flatMap(({ identifier, scopes }) =>
    Object.keys(scopes).map((scope) => `${identifier}/${scope}`),
  );
  for (const client of clients) checkClient(check, client, known, domainPrefix);
}

function checkClient(
  check: ConfigCheck,
  { name, kind = "user", scopes = [], tokenMinutes, refreshDays }: ClientProps,
  known: readonly string[],
  domainPrefix: string | undefined,
): void {
  check.integer(`tokenMinutes of client ${name}`, tokenMinutes, 5, 1440);
  check.integer(`refreshDays of client ${name}`, refreshDays, 1, 3650);
  if (kind === "user") {
    check.that(
      scopes.length === 0,
      `client ${name} signs users in and has scopes, which only machine clients can ask for. ` +
        'Use groups for users, or kind "machine".',
    );
    return;
  }
  check.that(
    scopes.length > 0,
    `machine client ${name} has no scopes; it could not ask for any token. Name one.`,
  );
  check.that(
    domainPrefix !== undefined,
    `machine client ${name} needs domainPrefix: the host where it fetches its tokens.`,
  );
  for (const scope of scopes) {
    check.that(
      known.includes(scope),
      `client ${name} has the scope "${scope}", which no resource server defines. Known scopes: ${known.join(", ")}.`,
    );
  }
}

function checkNames(check: ConfigCheck, prop: string, names: readonly string[]): void {
  for (const name of names) {
    check.that(
      KEBAB_CASE.test(name),
      `${prop} has "${name}"; names must be kebab-case (a-z, 0-9 and single hyphens, a letter first).`,
    );
  }
  check.that(
    new Set(names).size === names.length,
    `${prop} has a name twice (${names.join(", ")}); give each a name of its own.`,
  );
}
