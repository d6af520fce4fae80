import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { LocalCloud } from "../../local/cloud";

const PASSWORD = "Correct-horse-9";

/** A signed-in person's tokens. */
export interface Person {
  readonly name: string;
  readonly idToken: string;
  readonly accessToken: string;
}

/** An answer of one of the shop's APIs. */
export interface Answer {
  readonly status: number;
  readonly url: string;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever an API answers.
  readonly body: any;
}

type Api = "product" | "basket" | "order";

interface RequestOptions {
  readonly as?: Person | string | undefined;
  readonly body?: unknown;
}

const ADDRESS = {
  firstName: "Ada",
  lastName: "Lovelace",
  email: "ada@example.com",
  address: "12 St James's Square",
  paymentMethod: 1,
  cardInfo: "4111111111111111",
};

/** A product as clients send it. */
export const PRODUCT = {
  name: "Analytical Engine",
  description: "Computes anything",
  imageFile: "engine.png",
  category: "computers",
  price: 4999,
};

/** The shop as its customers see it: public endpoints and real tokens, nothing else. */
export class Shop {
  private readonly cognito: CognitoIdentityProviderClient;

  constructor(private readonly cloud: LocalCloud) {
    this.cognito = new CognitoIdentityProviderClient({
      endpoint: cloud.endpoint,
      region: cloud.region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  }

  /** Signs somebody up, confirms the code and signs in. */
  async person(name: string, options: { admin?: boolean } = {}): Promise<Person> {
    const { user_pool_id: UserPoolId, user_pool_client_id: ClientId } = this.cloud.outputs() as Record<
      string,
      string
    >;
    const email = { Name: "email", Value: `${name}@example.com` };
    await this.cognito.send(
      new SignUpCommand({ ClientId, Username: name, Password: PASSWORD, UserAttributes: [email] }),
    );
    const ConfirmationCode = this.cloud.code(UserPoolId ?? "", name);
    await this.cognito.send(new ConfirmSignUpCommand({ ClientId, Username: name, ConfirmationCode }));
    if (options.admin) {
      await this.cognito.send(
        new AdminAddUserToGroupCommand({ UserPoolId, Username: name, GroupName: "admin" }),
      );
    }
    const { AuthenticationResult } = await this.cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: name, PASSWORD },
      }),
    );
    return {
      name,
      idToken: AuthenticationResult?.IdToken ?? "",
      accessToken: AuthenticationResult?.AccessToken ?? "",
    };
  }

  /** Asks an API; `as` sends a person's id token, or a token as given. */
  async ask(api: Api, method: string, path: string, { as, body }: RequestOptions = {}): Promise<Answer> {
    const token = typeof as === "object" ? as.idToken : as;
    const base = String(this.cloud.outputs()[`${api}_api_url`]).replace(/\/$/, "");
    const response = await fetch(base + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, url: response.url, headers: response.headers, body: parse(text) };
  }

  /** Puts a product into the catalog and lets its price reach the basket service. */
  async product(admin: Person, fields: Record<string, unknown> = {}): Promise<string> {
    const body = { ...PRODUCT, ...fields };
    const answer = await this.ask("product", "POST", "/product", { as: admin, body });
    if (answer.status !== 201) throw new Error(`no product: ${answer.status} ${JSON.stringify(answer.body)}`);
    await this.cloud.settle();
    return answer.body.id;
  }

  /** Fills the person's basket. */
  async basket(person: Person, items: readonly { productId: string; quantity: number }[]): Promise<Answer> {
    const body = {
      userName: person.name,
      items: items.map((item) => ({ productName: "Analytical Engine", color: "brass", ...item })),
    };
    return this.ask("basket", "POST", "/basket", { as: person, body });
  }

  /** Checks the person's basket out. */
  checkout(person: Person, fields: Record<string, unknown> = {}): Promise<Answer> {
    const body = { userName: person.name, ...ADDRESS, ...fields };
    return this.ask("basket", "POST", "/basket/checkout", { as: person, body });
  }

  /** The person's orders. */
  orders(person: Person): Promise<Answer> {
    return this.ask("order", "GET", `/order/${person.name}`, { as: person });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
