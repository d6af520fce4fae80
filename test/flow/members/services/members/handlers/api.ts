/** Claims as REST and HTTP APIs hand them on. */
interface Event {
  readonly path?: string;
  readonly rawPath?: string;
  readonly requestContext: {
    readonly authorizer?: {
      readonly claims?: Readonly<Record<string, string>>;
      readonly jwt?: { readonly claims: Readonly<Record<string, string>> };
    };
  };
}

/** Says who is calling; `/staff` is for the group of that name. */
export const handler = async ({ path, rawPath, requestContext: { authorizer } }: Event) => {
  const claims = authorizer?.jwt?.claims ?? authorizer?.claims ?? {};
  const groups = (claims["cognito:groups"] ?? "").replace(/^\[|\]$/g, "").split(/[ ,]/);
  const isStaffOnly = (rawPath ?? path ?? "").endsWith("/staff");
  if (isStaffOnly && !groups.includes("staff")) return { statusCode: 403, body: '{"message":"not staff"}' };
  const caller = claims["cognito:username"] ?? claims["username"] ?? claims["client_id"];
  return { statusCode: 200, body: JSON.stringify({ caller }) };
};
