import type { LocalCloud } from "../local/cloud";
import { terminalTable } from "./table";

const API_OUTPUT = /^(.+)_api_url$/;

/** The one line of JSON that scripts wait for. */
export function readyLine(cloud: LocalCloud): string {
  const outputs = cloud.outputs();
  return JSON.stringify({
    ready: true,
    awsEndpoint: cloud.endpoint,
    region: cloud.region,
    apis: apis(outputs),
    auth: { userPoolId: outputs["user_pool_id"], clientId: outputs["user_pool_client_id"] },
  });
}

/** What a person sees when the cloud is ready: where everything is, and what to try. */
export function readyTable(cloud: LocalCloud, environment: string): string {
  const outputs = cloud.outputs();
  const urls = apis(outputs);
  const clientId = String(outputs["user_pool_client_id"]);
  const table = terminalTable([`${environment}, on this machine`, ""]);
  for (const [name, url] of Object.entries(urls)) table.push([`${name} API`, url]);
  table.push(
    ["user pool", String(outputs["user_pool_id"])],
    ["app client", clientId],
    ["AWS endpoint (SDK, CLI)", cloud.endpoint],
    ["region, account", `${cloud.region}, ${cloud.accountId}`],
  );
  const cognito =
    "-H 'content-type: application/x-amz-json-1.1' -H 'x-amz-target: AWSCognitoIdentityProviderService";
  return `${table.toString()}

Try this:

  curl ${urls["product"] ?? cloud.endpoint}/product
  curl ${cloud.endpoint} ${cognito}.SignUp' \\
    -d '{"ClientId":"${clientId}","Username":"ada","Password":"Correct-horse-9"}'
  AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \\
    aws sqs list-queues --endpoint-url ${cloud.endpoint} --region ${cloud.region}

Codes that AWS would mail, denied calls and the functions' logs appear below. Ctrl-C ends it.
`;
}

function apis(outputs: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, url]) => {
      const api = API_OUTPUT.exec(name)?.[1];
      return api === undefined ? [] : [[api, String(url).replace(/\/$/, "")]];
    }),
  );
}
