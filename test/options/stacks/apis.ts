import type { App } from "cdktf";
import { ApiAccount } from "../../../modules/api-account";
import { HttpApi, RestApi, type RestApiProps, type RestRoute } from "../../../modules/api-lambda";
import { CognitoAuth } from "../../../modules/cognito-auth";
import { PlatformFunction } from "../../../modules/function";
import { EnvironmentStack, type StackSettings } from "../../../stacks/environment-stack";

const SERVICE = "apis";

/** The scope that Cognito puts into the access token of whoever signs in with a password. */
const OWN_PROFILE = "aws.cognito.signin.user.admin";

const OPEN = { auth: "none", reason: "The test calls it without a user." } as const;

/** How far the new definition of the API `trial` has come: not begun, on trial, or serving everyone. */
export type Release = "first" | NonNullable<RestApiProps["canary"]> | "second";

/** APIs of both kinds and the users that call them. */
export class ApisStack extends EnvironmentStack {
  constructor(app: App, settings: StackSettings, release: Release = "first") {
    super(app, settings, "apis", SERVICE);
    new ApiAccount(this, "api-account", { service: SERVICE });
    const users = this.addUsers();
    const handler = new PlatformFunction(this, "echo", {
      service: SERVICE,
      name: "echo",
      handler: "services/options/handlers/echo.ts",
    });
    this.addMeteredApi(handler, users);
    this.addTrialApi(handler, release);
    this.addHttpApi(handler, users);
  }

  private addUsers(): CognitoAuth {
    const users = new CognitoAuth(this, "users", {
      name: "members",
      clients: [{ name: "web", tokenMinutes: 5, refreshDays: 1 }, { name: "other" }],
      passwordMinLength: 16,
      selfSignUp: false,
      groups: [
        { name: "editors", description: "Write." },
        { name: "readers", description: "Read." },
      ],
      resourceServers: [{ identifier: "library", scopes: { read: "Read books.", write: "Write books." } }],
    });
    // What such a pool does locally is tested by a system of its own, in test/flow/members.
    new CognitoAuth(this, "partners", {
      name: "partners",
      clients: [{ name: "importer", kind: "machine", scopes: ["stock/read"] }],
      resourceServers: [{ identifier: "stock", scopes: { read: "Read the stock." } }],
      domainPrefix: "options-partners",
      mfa: "required",
      mailer: {
        from: "Partners <hello@shop.example.com>",
        identityArn: "arn:aws:ses:eu-central-1:111122223333:identity/shop.example.com",
      },
    });
    this.output("user_pool_id", users.userPoolId, "Pool of the users.");
    for (const name of ["web", "other"])
      this.output(`${name}_client_id`, users.clientId(name), "App client.");
    return users;
  }

  private addMeteredApi(handler: PlatformFunction, users: CognitoAuth): void {
    const api = new RestApi(this, "metered-api", {
      service: SERVICE,
      name: "metered",
      handler,
      routes: [
        {
          method: "POST",
          path: "/quote",
          ...OPEN,
          requestModel: {
            type: "object",
            required: ["quantity"],
            properties: { quantity: { type: "integer", minimum: 1 } },
          },
        },
        { method: "GET", path: "/report/{year}", ...OPEN, apiKeyRequired: true },
        { method: "GET", path: "/profile", auth: "user", scopes: [OWN_PROFILE] },
        { method: "GET", path: "/book", auth: "user", scopes: ["library/read"] },
        { method: "GET", path: "/file/{name+}", ...OPEN },
      ],
      userPoolArns: [users.userPoolArn],
      cors: { origins: ["https://shop.example.com"] },
      throttling: { rateLimit: 3, burstLimit: 6 },
      usagePlan: {
        keys: ["partner", "reseller"],
        throttling: { rateLimit: 1, burstLimit: 2 },
        requestsPerDay: 4,
      },
    });
    this.output("metered_url", api.url, "Base URL of the API with a usage plan.");
    for (const name of ["partner", "reseller"])
      this.output(`${name}_key_id`, api.apiKeyId(name), "Id of an API key.");
  }

  private addTrialApi(handler: PlatformFunction, release: Release): void {
    const first: RestRoute = { method: "GET", path: "/old", ...OPEN };
    const second: RestRoute = { method: "GET", path: "/new", ...OPEN };
    const api = new RestApi(this, "trial-api", {
      service: SERVICE,
      name: "trial",
      handler,
      routes: release === "first" ? [first] : [first, second],
      ...(typeof release === "string" ? {} : { canary: release }),
    });
    this.output("trial_url", api.url, "Base URL of the API with a canary.");
  }

  private addHttpApi(handler: PlatformFunction, users: CognitoAuth): void {
    const api = new HttpApi(this, "http-api", {
      service: SERVICE,
      name: "http",
      handler,
      routes: [
        { method: "GET", path: "/", ...OPEN },
        { method: "GET", path: "/member/{id}", auth: "jwt" },
        { method: "PATCH", path: "/profile", auth: "jwt", scopes: [OWN_PROFILE] },
        { method: "GET", path: "/book", auth: "jwt", scopes: ["library/read"] },
        { method: "GET", path: "/file/{name+}", ...OPEN },
      ],
      jwt: { issuer: users.issuer, audience: [users.clientId("web")] },
      cors: { origins: ["https://shop.example.com", "http://localhost:3000"] },
      throttling: { rateLimit: 1, burstLimit: 2 },
    });
    this.output("http_url", api.url, "Base URL of the HTTP API.");
  }
}
