import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { loadStacks, type SynthesizedStack } from "../../../local/terraform/stacks";
import { ApiAccount } from "../../../modules/api-account";
import { HttpApi, RestApi } from "../../../modules/api-lambda";
import { CognitoAuth } from "../../../modules/cognito-auth";
import { EnvironmentContext } from "../../../modules/environment-context";
import { PlatformFunction } from "../../../modules/function";
import { bundleHandlers } from "../../../modules/lambda-code";
import { TEST_ENVIRONMENT } from "../../modules/synthesis";

/** Synthesizes a system that uses all that `CognitoAuth` offers, and reads it back. */
export function membersStacks(outdir: string): SynthesizedStack[] {
  bundleHandlers({ root: __dirname, outDir: `${outdir}/handlers` });
  const app = new App({ outdir, stackTraces: false });
  new MembersStack(app, "test-members");
  app.synth();
  return loadStacks(outdir, "test-");
}

class MembersStack extends TerraformStack {
  constructor(app: App, id: string) {
    super(app, id);
    const { region, accountId } = TEST_ENVIRONMENT;
    new AwsProvider(this, "aws", { region, allowedAccountIds: [accountId] });
    EnvironmentContext.provide(this, { ...TEST_ENVIRONMENT, alarms: { enabled: false } });

    const auth = new CognitoAuth(this, "auth", {
      name: "members",
      clients: [
        { name: "web" },
        { name: "reporter", kind: "machine", scopes: ["reports/read", "reports/write"] },
        { name: "writer", kind: "machine", scopes: ["reports/write"] },
      ],
      groups: [{ name: "staff", description: "Runs the club" }],
      resourceServers: [{ identifier: "reports", scopes: { read: "Read them", write: "Write them" } }],
      domainPrefix: "test-members",
    });
    const vault = new CognitoAuth(this, "vault", {
      name: "vault",
      clients: [{ name: "web" }],
      mfa: "required",
    });
    this.addApis(auth, vault);
    this.output("token_url", auth.tokenUrl);
    for (const client of ["web", "reporter", "writer"])
      this.output(`${client}_client_id`, auth.clientId(client));
    this.output("user_pool_id", auth.userPoolId);
    this.output("vault_user_pool_id", vault.userPoolId);
    this.output("vault_client_id", vault.clientId("web"));
  }

  private addApis(auth: CognitoAuth, vault: CognitoAuth): void {
    const handler = new PlatformFunction(this, "api", {
      service: "members",
      name: "api",
      handler: "services/members/handlers/api.ts",
    });
    new ApiAccount(this, "api-account", { service: "members" });
    const rest = new RestApi(this, "rest", {
      service: "members",
      name: "rest",
      handler,
      userPoolArns: [auth.userPoolArn, vault.userPoolArn],
      routes: [
        { method: "GET", path: "/me", auth: "user" },
        { method: "GET", path: "/staff", auth: "user" },
        { method: "GET", path: "/report", auth: "user", scopes: ["reports/read"] },
      ],
    });
    const http = new HttpApi(this, "http", {
      service: "members",
      name: "http",
      handler,
      jwt: {
        issuer: auth.issuer,
        audience: ["web", "reporter", "writer"].map((name) => auth.clientId(name)),
      },
      routes: [
        { method: "GET", path: "/me", auth: "jwt" },
        { method: "GET", path: "/staff", auth: "jwt" },
        { method: "GET", path: "/report", auth: "jwt", scopes: ["reports/read"] },
      ],
    });
    this.output("rest_url", rest.url);
    this.output("http_url", http.url);
  }

  private output(name: string, value: string | undefined): void {
    const output = new TerraformOutput(this, name, { value });
    output.overrideLogicalId(name);
  }
}
