import { UnsupportedError } from "../../../local/kernel/errors";
import { TerraformError } from "../../../local/terraform/terraform-error";
import { remoteState, stackOf, thingCloud } from "./things";

const problemsOf = async (...stacks: Parameters<typeof stackOf>[]): Promise<string[]> => {
  const { deployment, log } = thingCloud();
  try {
    await deployment.apply(stacks.map((stack) => stackOf(...stack)));
  } catch (error) {
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(log).toEqual([]);
    const lines = (error as Error).message.split("\n");
    expect(lines[0]).toBe(
      `The local cloud cannot run these stacks, for ${lines.length - 2} reason${lines.length === 3 ? "" : "s"}:`,
    );
    expect(lines.at(-1)).toContain("Leave these out of the stacks, or model them");
    return lines.slice(1, -1).map((line) => line.replace(/^ {2}- /, ""));
  }
  return [];
};

const thing = (body: Record<string, unknown>) => ({
  resource: { test_thing: { a: { name: "a", ...body } } },
});

const FOR_EACH = "for_each must be a map or a set of strings, and is a list; write toset(…) around it";

describe("the check of the stacks", () => {
  test("gathers everything that is not modelled, over all stacks, before anything is made", async () => {
    const problems = await problemsOf(
      ["dev-a", { resource: { test_thing: { ok: { name: "ok" } }, aws_nothing: { n: {} } } }],
      [
        "dev-b",
        {
          resource: { test_thing: { b: { name: "b", weight: 1, size: "${uuid()}" } } },
          data: { aws_ami: { x: {} } },
          module: { m: { source: "./m" } },
          output: { o: { value: "${cidrsubnet(local.x, 1, 1)}" } },
        },
      ],
    );

    expect(problems).toEqual([
      'dev-b: the local cloud does not model the block "module"',
      "dev-b/test_thing.b: the local cloud refuses the function uuid: its value differs at every run, so that no plan would ever be empty",
      "dev-b/output.o: the local cloud does not model the function cidrsubnet; compute the value in TypeScript",
      "dev-b/output.o: refers to local.x, which the stack does not declare",
      "dev-a/aws_nothing.n: the local cloud does not model the resource type aws_nothing",
      "dev-b/data.aws_ami.x: the local cloud does not model the data source aws_ami",
      "dev-b/test_thing.b: the local cloud does not model the argument weight",
    ]);
  });

  test.each([
    [{ shape: { color: "red", corners: 3 } }, "the local cloud does not model the argument shape.corners"],
    [
      { shape: { color: "${local.c}", corners: 3 } },
      "the local cloud does not model the argument shape.corners",
    ],
    [{ shape: { color: 3 } }, "argument shape.color: Invalid input: expected string, received number"],
    [{ shape: {} }, "argument shape.color: Invalid input: expected string, received undefined"],
    [{ size: "big" }, "argument size: Invalid input: expected number, received NaN"],
    [{ for_each: ["a", "b"] }, FOR_EACH],
    [{ for_each: "${[for x in [local.c] : x]}" }, FOR_EACH],
    [{ for_each: '${split(",", local.c)}' }, FOR_EACH],
    [{ for_each: "${local.list}" }, FOR_EACH],
    [{ for_each: "${var.list}" }, FOR_EACH],
    [{ for_each: '${local.c == "" ? [] : local.list}' }, FOR_EACH],
    [{ count: 1, for_each: {} }, "has both count and for_each; choose one"],
    [{ lifecycle: { precondition: [] } }, "the local cloud does not model lifecycle.precondition"],
    [
      { lifecycle: { ignore_changes: ["shape[0].color"] } },
      'the local cloud does not model lifecycle.ignore_changes of a part, as in "shape[0].color"; name the whole argument',
    ],
    [{ provisioner: [{}] }, "the local cloud does not model the argument provisioner"],
    [{ dynamic: { shape: {} } }, "the local cloud does not model the argument dynamic"],
    [{ size: "${1 +}" }, ", argument size: expected a value at the end of ${1 +}"],
    [{ name: "${1 +}" }, ", argument name: expected a value at the end of ${1 +}"],
    [{ count: "${1" }, "count: the interpolation does not end with }, at character 4 of ${1"],
    [{ depends_on: ["test_thing.none"] }, "refers to test_thing.none, which the stack does not declare"],
    [{ uses: ["${test_thing}"] }, "test_thing is no complete reference"],
    [{ uses: ["${module.m.x}"] }, "the local cloud does not model references to module"],
    [{ provider: "aws.far" }, "there is no configuration aws.far of the provider"],
  ])("%j is a problem", async (body, problem) => {
    const withLocal = {
      ...thing(body),
      locals: { c: "red", list: ["a"] },
      variable: { list: { type: "list(string)", default: ["a"] } },
    };

    expect(await problemsOf(["dev-a", withLocal])).toEqual([
      `dev-a/test_thing.a${problem.startsWith(",") ? "" : ": "}${problem}`,
    ]);
  });

  test.each([
    [{ size: "${local.c}" }],
    [{ shape: "${local.c}" }],
    [{ shape: { color: "${local.c}" } }],
    [{ shape: [{ color: "red" }] }],
    [{ uses: "${local.c}", timeouts: { create: "5m" }, tags: { a: "b" } }],
    [{ for_each: "${toset(local.list)}" }],
    [{ for_each: "${var.set}" }],
    [{ for_each: '${local.c == "" ? [] : toset(local.list)}' }],
  ])("%j cannot be judged before it is evaluated, or is fine", async (body) => {
    const template = {
      ...thing(body),
      locals: { c: "red", list: ["a"] },
      variable: { set: { type: "set(string)", default: ["a"] } },
    };
    const problems = await problemsOf(["dev-a", template]).catch((error) => [String(error)]);

    expect(problems.join()).not.toContain("cannot run these stacks");
  });

  test.each([
    [
      { region: "us-east-1" },
      "dev-a: a provider works in us-east-1, and this local cloud is one region, eu-central-1",
    ],
    [
      { region: "eu-central-1", allowed_account_ids: ["111111111111"] },
      "dev-a: its provider does not allow the account 000000000000 of this local cloud",
    ],
  ])("the provider %j belongs elsewhere", async (provider, problem) => {
    expect(await problemsOf(["dev-a", { provider: { aws: [provider] } }])).toEqual([problem]);
  });

  test.each([
    [
      { data: { terraform_remote_state: { p: remoteState("dev-none") } } },
      "dev-a/data.terraform_remote_state.p: no stack that is deployed here keeps its state at s3://states/dev-none.tfstate; deploy that stack, too",
    ],
    [
      {
        data: { terraform_remote_state: { p: remoteState("dev-b") } },
        locals: { x: "${data.terraform_remote_state.p.outputs.none}" },
      },
      'dev-a/local.x: the stack dev-b has no output "none"',
    ],
    [
      { variable: { v: { type: "string" } } },
      "dev-a/var.v: the local cloud asks nobody for values; give the variable a default",
    ],
    [
      { variable: { v: { type: "number", default: "zz" } } },
      'dev-a/var.v, default: the value must be a number, and is "zz"',
    ],
    [
      { variable: { v: { type: "list(number)", default: [1, "x"] } } },
      'dev-a/var.v, default: the value[1] must be a number, and is "x"',
    ],
    [
      { variable: { v: { type: "object({ a = string })", default: { b: 1 } } } },
      'dev-a/var.v, default: attribute "a" is required',
    ],
    [
      { variable: { v: { type: "tuple([string])", default: [] } } },
      "dev-a/var.v, default: the value must be a list of 1",
    ],
    [
      { variable: { v: { type: "text", default: "" } } },
      'dev-a/var.v, default: the keyword "text" is not a valid type specification',
    ],
    [
      { variable: { v: { nullable: false, default: null } } },
      "dev-a/var.v: its default is null, and nullable = false forbids that; give it a value",
    ],
    [
      { variable: { v: { default: 1, colour: "red" } } },
      "dev-a/var.v: the local cloud does not model the argument colour",
    ],
    [
      { variable: { v: { default: 1, validation: { condition: "${var.v > 2}" } } } },
      "dev-a/var.v: validation needs a condition and an error_message",
    ],
    [
      { output: { o: { value: 1, precondition: [{ condition: "${false}", error_message: "no" }] } } },
      "dev-a/output.o: the condition of precondition must refer to something, or it would check nothing",
    ],
    [
      { output: { o: { value: 1, colour: "red" } } },
      "dev-a/output.o: the local cloud does not model the argument colour",
    ],
    [{ output: { o: { description: "nothing" } } }, "dev-a/output.o: needs a value"],
  ])("%j is a problem", async (template, problem) => {
    expect(await problemsOf(["dev-a", template], ["dev-b", {}])).toEqual([problem]);
  });

  test("finds a stack by its local state file", async () => {
    const { deployment } = thingCloud();
    const producer = {
      ...stackOf("dev-p", { output: { x: { value: 1 } } }),
      template: {
        terraform: { backend: { local: { path: "/states/p.tfstate" } } },
        output: { x: { value: 1 } },
      },
    };
    const consumer = stackOf("dev-c", {
      data: { terraform_remote_state: { p: { backend: "local", config: { path: "../states/p.tfstate" } } } },
      output: { y: { value: "${data.terraform_remote_state.p.outputs.x + 1}" } },
    });

    await deployment.apply([consumer, producer]);

    expect(deployment.outputs("dev-c")).toEqual({ y: 2 });
  });

  test("names a circle", async () => {
    const { deployment } = thingCloud();
    const stack = stackOf("dev-a", {
      locals: { x: "${test_thing.a.arn}" },
      resource: { test_thing: { a: { name: "${test_thing.b.arn}" }, b: { name: "${local.x}" } } },
    });

    await expect(deployment.apply([stack])).rejects.toThrow(
      new TerraformError(
        "these depend on each other in a circle: dev-a/local.x → dev-a/test_thing.a → dev-a/test_thing.b → dev-a/local.x; break it at one place",
      ),
    );
  });

  test("names a circle of stacks", async () => {
    const { deployment } = thingCloud();

    await expect(
      deployment.apply([stackOf("dev-a", {}, ["dev-b"]), stackOf("dev-b", {}, ["dev-a"])]),
    ).rejects.toThrow("in a circle: dev-a → dev-b → dev-a");
  });
});
