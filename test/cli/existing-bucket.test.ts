import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { existingParts } from "../../cli/bootstrap/existing-bucket";

/** The first parameter of the query → how S3 answers; what is not here is not set. */
const answers = new Map<string, readonly [number, string]>();
const server = createServer(({ url = "" }, response) => {
  const setting = /\?(\w+)/.exec(url)?.[1] ?? "";
  const [status, body] = answers.get(setting) ?? [404, "<Error><Code>NoSuchConfiguration</Code></Error>"];
  response.writeHead(status, { "content-type": "application/xml" }).end(body);
});
const environment = process.env;
const folder = mkdtempSync(join(tmpdir(), "existing-bucket-"));
const stack = { name: "dev-state", folder, dependencies: [], reads: new Map() };

const parts = () => existingParts(stack, { region: "eu-central-1", stateBucket: "states" });

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  process.env = {
    ...environment,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const types = ["", "_policy", "_versioning", "_public_access_block"];
  const resource = Object.fromEntries(types.map((type) => [`aws_s3_bucket${type}`, { states: {} }]));
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ resource }));
});

beforeEach(() => {
  answers.clear();
  answers.set("versioning", [200, "<VersioningConfiguration/>"]);
});

afterAll(async () => {
  process.env = environment;
  server.closeAllConnections();
  await once(server.close(), "close");
  rmSync(folder, { recursive: true });
});

describe("the parts of a state bucket that exist", () => {
  it("are the bucket alone where nothing is set, and it was never versioned", async () => {
    expect(await parts()).toEqual(["aws_s3_bucket.states"]);
  });

  it("are the settings that it has", async () => {
    answers.set("policy", [200, "{}"]);
    answers.set("versioning", [
      200,
      "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>",
    ]);

    expect(await parts()).toEqual([
      "aws_s3_bucket.states",
      "aws_s3_bucket_policy.states",
      "aws_s3_bucket_versioning.states",
    ]);
  });

  it("are not guessed where S3 refuses to tell", async () => {
    answers.set("policy", [403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"]);

    await expect(parts()).rejects.toMatchObject({
      name: "CliError",
      message:
        "Whether the bucket has an aws_s3_bucket_policy cannot be told, so nothing was touched: AccessDenied: Access Denied",
    });
  });
});
