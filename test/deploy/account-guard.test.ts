import { requireAccount } from "../../cli/terraform/account-guard";
import { SHARED_STACKS } from "./deployable-stacks";
import { describeDeploy } from "./describe-deploy";
import { MotoCloud } from "./moto-cloud";

describeDeploy("requireAccount", () => {
  const DEV = { name: "dev", accountId: "111111111111", region: "eu-central-1" };
  let cloud: MotoCloud;

  beforeEach(async () => {
    cloud = await MotoCloud.start("111111111111");
    const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = cloud.environment;
    Object.assign(process.env, { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  });

  afterEach(() => cloud.close());

  test("tells who the caller is where the account is the environment's", async () => {
    await expect(requireAccount(DEV)).resolves.toMatch(/^arn:aws:(sts|iam)::111111111111:/);
  });

  test("refuses credentials of another account, and names both", async () => {
    const elsewhere = requireAccount({ ...DEV, accountId: "222222222222" });

    await expect(elsewhere).rejects.toThrow(
      /^The credentials are of account 111111111111 \(arn:aws:\S+\), but dev is in account 222222222222\. Nothing was touched\.\nUse credentials of 222222222222, or mend accountId in environments\/dev\.ts or PLATFORM_DEV_ACCOUNT_ID\.$/,
    );
    expect(cloud.requests().map(({ req }) => req)).toEqual(["sts:GetCallerIdentity"]);
  });

  test("says what is needed where AWS does not answer", async () => {
    process.env["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1";

    await expect(requireAccount(DEV)).rejects.toThrow(
      /^AWS does not say whose credentials these are \(.*ECONNREFUSED.*\)\. Nothing was touched\.\nGive credentials of account 111111111111, in which dev is/,
    );
  });
});

describeDeploy("with credentials of another account", () => {
  let cloud: MotoCloud;

  beforeAll(async () => {
    cloud = await MotoCloud.start("222222222222");
  });

  afterAll(() => cloud.close());

  test.each([
    ["plan", "dev"],
    ["drift", "dev"],
    ["destroy", "dev", "--confirm", "dev"],
  ])("%s asks for nothing but the account", async (...command) => {
    const before = cloud.requests().length;

    const { exitCode, stderr } = await cloud.platform([...command, "--stacks", SHARED_STACKS]);

    expect(exitCode).toBe(1);
    expect(stderr).toContain("The credentials are of account 222222222222");
    const asked = cloud.requests().slice(before);
    expect(asked.map(({ req }) => req)).toEqual(["sts:GetCallerIdentity"]);
  });
});
