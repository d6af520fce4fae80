import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Ready, withLocalCloud } from "./child";
import type { Figure } from "./measure";

const PASSWORD = "Correct-horse-9";
const CUSTOMERS = 8;
const CHECKOUTS_EACH = 25;
const PATIENCE_MS = 60_000;

/** Baskets filled, checked out and turned into orders, per second, from the first request to the last order. */
export async function checkouts(root: string): Promise<readonly Figure[]> {
  return withLocalCloud(root, [], async (ready) => {
    const admin = await signIn(ready, "admin");
    const productId = await createProduct(ready, admin);
    const customers = Array.from({ length: CUSTOMERS }, (_, index) => `customer-${index}`);
    const tokens = await Promise.all(customers.map((name) => signIn(ready, name)));
    await waitForPrice(ready, "customer-0", tokens[0] ?? "", productId);
    const startedMs = performance.now();
    await Promise.all(
      customers.map(async (name, index) => {
        for (let count = 0; count < CHECKOUTS_EACH; count++) {
          await fillAndCheckOut(ready, name, tokens[index] ?? "", productId);
        }
      }),
    );
    await waitForOrders(ready, admin, CUSTOMERS * CHECKOUTS_EACH + 1);
    const value = (CUSTOMERS * CHECKOUTS_EACH * 1000) / (performance.now() - startedMs);
    return [{ name: `checkouts end to end, ${CUSTOMERS} customers`, value, unit: "per second", runs: 1 }];
  });
}

async function ask(url: string, token: string, body?: unknown) {
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function createProduct({ apis }: Ready, admin: string): Promise<string> {
  const product = {
    name: "Analytical Engine",
    description: "Computes anything",
    imageFile: "engine.png",
    category: "computers",
    price: 4999,
  };
  const { status, body } = await ask(`${apis["product"]}/product`, admin, product);
  if (status !== 201) throw new Error(`POST /product answered ${status}: ${JSON.stringify(body)}`);
  return String(body["id"]);
}

/** @returns the status of the checkout */
async function fillAndCheckOut({ apis }: Ready, userName: string, token: string, productId: string) {
  const items = [{ productId, productName: "Analytical Engine", quantity: 1, color: "brass" }];
  await ask(`${apis["basket"]}/basket`, token, { userName, items });
  const { status } = await ask(`${apis["basket"]}/basket/checkout`, token, {
    userName,
    firstName: "Ada",
    lastName: "Lovelace",
    email: "ada@example.com",
    address: "12 St James's Square",
    paymentMethod: 1,
  });
  return status;
}

async function waitForPrice(ready: Ready, name: string, token: string, productId: string): Promise<void> {
  const untilMs = performance.now() + PATIENCE_MS;
  while ((await fillAndCheckOut(ready, name, token, productId)) !== 202) {
    if (performance.now() > untilMs) throw new Error("the price did not reach the basket service");
  }
}

async function waitForOrders({ apis }: Ready, admin: string, expected: number): Promise<void> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    let orders = 0;
    let page = "";
    do {
      const { body } = await ask(`${apis["order"]}/order${page}`, admin);
      orders += (body["items"] as unknown[]).length;
      const next = body["nextToken"];
      page = next === undefined ? "" : `?nextToken=${encodeURIComponent(String(next))}`;
    } while (page !== "");
    if (orders >= expected) return;
    if (performance.now() > untilMs) throw new Error(`only ${orders} of ${expected} orders came about`);
  }
}

async function signIn(ready: Ready, Username: string): Promise<string> {
  const { userPoolId: UserPoolId, clientId: ClientId } = ready.auth;
  const client = new CognitoIdentityProviderClient({
    endpoint: ready.awsEndpoint,
    region: ready.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await client.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS" }));
  await client.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }),
  );
  if (Username === "admin") {
    await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: "admin" }));
  }
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD },
    }),
  );
  client.destroy();
  return AuthenticationResult?.IdToken ?? "";
}
