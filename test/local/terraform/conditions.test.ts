import { TerraformError } from "../../../local/terraform/terraform-error";
import { stackOf, thingCloud } from "./things";

const apply = async (template: Record<string, unknown>) => {
  const { deployment, log } = thingCloud();
  await deployment.apply([stackOf("dev-a", template)]);
  return { outputs: deployment.outputs("dev-a"), log };
};

describe("variables", () => {
  /** As terraform 1.11.4 converts them. */
  test.each<[type: string, fallback: unknown, value: unknown]>([
    ["number", "5", 5],
    ["string", 5, "5"],
    ["string", null, null],
    ["bool", "1", true],
    ["any", [1, "a"], [1, "a"]],
    ["list(string)", [1, true], ["1", "true"]],
    ["list(any)", [1, "a"], ["1", "a"]],
    ["list", [1, "a"], ["1", "a"]],
    ["set(string)", ["b", "a", "b"], ["a", "b"]],
    ["map(number)", { a: "1" }, { a: 1 }],
    ["map", {}, {}],
    ["tuple([string, number])", [1, "2"], ["1", 2]],
    [
      "object({ a = string, b = optional(number, 3), c = optional(string) })",
      { a: 1, z: 2 },
      { a: "1", b: 3, c: null },
    ],
  ])("of type %s take %j for %j", async (type, fallback, value) => {
    const { outputs } = await apply({
      variable: { v: { type, default: fallback } },
      output: { o: { value: "${jsonencode(var.v)}" } },
    });

    expect(JSON.parse(String(outputs["o"]))).toEqual(value);
  });

  const validated = (size: number) => ({
    variable: {
      least: { default: 2 },
      size: {
        type: "number",
        default: size,
        validation: [{ condition: "${var.size > var.least}", error_message: "${var.size} is too small" }],
      },
    },
    resource: { test_thing: { a: { name: "a", size: "${var.size}" } } },
  });

  test("are deployed when their validation holds", async () => {
    expect((await apply(validated(3))).log).toEqual(["make dev-a/test_thing.a a"]);
  });

  test("are refused with the message of their validation before they are used", async () => {
    const { deployment, log } = thingCloud();

    await expect(deployment.apply([stackOf("dev-a", validated(2))])).rejects.toThrow(
      new TerraformError("dev-a/var.size, validation: 2 is too small"),
    );
    expect(log).toEqual([]);
  });
});

describe("outputs", () => {
  const guarded = (size: number) => ({
    resource: { test_thing: { a: { name: "a", size } } },
    output: {
      o: {
        // Without the guard, this would be an error of its own.
        value: '${10 % (test_thing.a.size - 1) + tonumber(test_thing.a.size > 1 ? 1 : "x")}',
        precondition: { condition: "${test_thing.a.size > 1}", error_message: "a thing of 1 has no rest" },
      },
    },
  });

  test("have their value when their precondition holds", async () => {
    expect((await apply(guarded(4))).outputs).toEqual({ o: 2 });
  });

  test("are refused with the message of their precondition", async () => {
    await expect(apply(guarded(1))).rejects.toThrow(
      new TerraformError("dev-a/output.o, precondition: a thing of 1 has no rest"),
    );
  });

  test("need a precondition that is a bool", async () => {
    const output = { value: 1, precondition: { condition: "${local.x}", error_message: "no" } };

    await expect(apply({ locals: { x: "maybe" }, output: { o: output } })).rejects.toThrow(
      'dev-a/output.o, precondition: the condition must be a bool, and is "maybe"',
    );
  });
});
